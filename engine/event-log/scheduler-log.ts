/**
 * Spark's own log lines about jobs, stages, tasks and executors, for people and programs that know
 * them: `26/11/21 08:15:00 INFO DAGScheduler: Job 0 finished: count at app.ts:3, took 20 ms`. What
 * is said, by whom and in which order was taken from logs of Spark 4.1.
 */
import type { SchedulerListener } from '../scheduler/scheduler-events.ts';
import { DagSchedulerLog } from './dag-scheduler-log.ts';
import type { LogTarget } from './log-line.ts';
import { TaskSchedulerLog } from './task-scheduler-log.ts';
import { TaskSetLog } from './task-set-log.ts';

/** @returns listeners, to be added in this order */
export function schedulerLog(target: LogTarget): readonly SchedulerListener[] {
  return [new DagSchedulerLog(target), new TaskSetLog(target), new TaskSchedulerLog(target)];
}
