/** Puts an event log behind what the schedulers tell. */
import type { Clock } from '../../base/time/clock.ts';
import type { SparkConf } from '../context/spark-conf.ts';
import type { ListenerBus } from '../scheduler/scheduler-events.ts';
import { startDriverHeartbeat } from './driver-heartbeat.ts';
import type { EventFacts } from './event-facts.ts';
import { eventLogOptions } from './event-log-settings.ts';
import { type LoggedFile, openEventLog } from './event-log-writer.ts';
import { SparkEventListener } from './spark-event-listener.ts';

export interface AttachedEventLog {
  close(nowMs: number): void;
  /** What was written so far. */
  files(): LoggedFile[];
}

/** Spark's default. */
const HEARTBEAT_INTERVAL = '10s';

/** @throws HowdahError for settings that cannot be followed */
export function attachEventLog(
  bus: ListenerBus,
  conf: SparkConf,
  facts: EventFacts,
  clock: Clock,
): AttachedEventLog {
  const log = openEventLog(eventLogOptions(conf, facts.applicationId));
  const listener = new SparkEventListener(facts, (event, isUrgent) => log.write(event, isUrgent));
  bus.add(listener);
  const intervalMs = conf.getTimeAsMs('spark.executor.heartbeatInterval', HEARTBEAT_INTERVAL);
  const heartbeat = facts.logsStagePeaks
    ? startDriverHeartbeat(clock, intervalMs, (metrics) => listener.driverMeasured(metrics))
    : undefined;
  return {
    files: () => log.files(),
    close(nowMs) {
      heartbeat?.stop();
      listener.close(nowMs);
      log.close();
    },
  };
}
