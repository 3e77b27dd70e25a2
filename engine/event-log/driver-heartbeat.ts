/**
 * Measures the driver from time to time, as Spark does where the peaks of executors are logged: at
 * the end of a short stage nothing else would be known of it.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import { type ExecutorPeaks, ownPeaks } from './executor-metrics.ts';
import { countGarbageCollections } from './garbage-collections.ts';

export interface DriverHeartbeat {
  stop(): void;
}

/** @param measured told at once and then after each interval */
export function startDriverHeartbeat(
  clock: Clock,
  intervalMs: number,
  measured: (metrics: ExecutorPeaks) => void,
): DriverHeartbeat {
  const collections = countGarbageCollections();
  let timer: Timer;
  const beat = () => {
    measured({ ...ownPeaks(), ...collections.counts() });
    timer = clock.setTimer(intervalMs, beat);
  };
  beat();
  return {
    stop() {
      timer.cancel();
      collections.stop();
    },
  };
}
