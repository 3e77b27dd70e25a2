/** How much is remembered of an application for those who look at it, by Spark's settings. */
import type { SparkConf } from '../context/spark-conf.ts';

export interface Retention {
  readonly jobs: number;
  readonly stages: number;
  /** Of each stage attempt. */
  readonly tasks: number;
  readonly deadExecutors: number;
}

/** Spark's defaults. */
export const defaultRetention: Retention = {
  jobs: 1_000,
  stages: 1_000,
  tasks: 100_000,
  deadExecutors: 100,
};

/** @throws HowdahError for what is no number */
export function retentionOf(conf: SparkConf): Retention {
  return {
    jobs: conf.getInt('spark.ui.retainedJobs', defaultRetention.jobs),
    stages: conf.getInt('spark.ui.retainedStages', defaultRetention.stages),
    tasks: conf.getInt('spark.ui.retainedTasks', defaultRetention.tasks),
    deadExecutors: conf.getInt('spark.ui.retainedDeadExecutors', defaultRetention.deadExecutors),
  };
}

/** At least so many are forgotten at a time. */
const SHARE_FORGOTTEN = 10;

/** @returns how many are forgotten of those that there are: some more than need be, as in Spark */
export function excessOf(count: number, retained: number): number {
  return count > retained ? Math.max(Math.floor(retained / SHARE_FORGOTTEN), count - retained) : 0;
}
