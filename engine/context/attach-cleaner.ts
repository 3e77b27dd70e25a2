/** The cleaner of a context, as its settings want it. */
import { rm } from 'node:fs/promises';
import type { Clock } from '../../base/time/clock.ts';
import type { DriverScheduler } from '../scheduler/driver-scheduler.ts';
import type { TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';
import { collectGarbage } from './collect-garbage.ts';
import { ContextCleaner } from './context-cleaner.ts';
import type { SparkConf } from './spark-conf.ts';

/** What the cleaner needs of its context. */
export interface CleanedContext {
  readonly conf: SparkConf;
  readonly clock: Clock;
  readonly scheduler: Pick<DriverScheduler, 'dropShuffles' | 'listeners'>;
  unpersist(rddId: number): Promise<void>;
  destroyBroadcast(broadcastId: number): Promise<void>;
  forgetAccumulator(accumulatorId: number): void;
}

/** @returns undefined where `spark.cleaner.referenceTracking` is off */
export function attachCleaner(context: CleanedContext): ContextCleaner | undefined {
  const { conf, clock, scheduler } = context;
  if (!conf.getBoolean('spark.cleaner.referenceTracking', true)) {
    return undefined;
  }
  const cleaner = new ContextCleaner({
    settings: {
      isBlocking: conf.getBoolean('spark.cleaner.referenceTracking.blocking', true),
      isShuffleBlocking: conf.getBoolean('spark.cleaner.referenceTracking.blocking.shuffle', false),
      cleansCheckpoints: conf.getBoolean('spark.cleaner.referenceTracking.cleanCheckpoints', false),
      periodicGcIntervalMs: conf.getTimeAsMs('spark.cleaner.periodicGC.interval', '30min'),
    },
    clock,
    remover: {
      rdd: (rddId) => context.unpersist(rddId),
      shuffles: (shuffleIds) => scheduler.dropShuffles(shuffleIds),
      broadcast: (broadcastId) => context.destroyBroadcast(broadcastId),
      accumulator: (accumulatorId) => context.forgetAccumulator(accumulatorId),
      checkpoint: (directory) => rm(directory, { recursive: true, force: true }),
    },
    collectGarbage,
    warn: (message) => process.emitWarning(message),
  });
  scheduler.listeners.add({
    taskEnded: ({ taskSet }: TaskAttempt, end: TaskEnd) => {
      const { sink } = taskSet.message.plan;
      if (end.status === 'success' && sink.kind === 'shuffle-write') {
        cleaner.shuffleWritten(sink.shuffleId, end.metrics.shuffleWrite.bytesWritten);
      }
    },
  });
  return cleaner;
}
