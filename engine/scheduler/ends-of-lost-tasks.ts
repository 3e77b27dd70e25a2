/** How attempts end whose slot or executor says nothing more. */
import { newTaskMetrics } from '../executor/task-metrics.ts';
import type { TaskEnd } from './task-set.ts';

export function lostEnd(reason: string, isCausedByApplication: boolean): TaskEnd {
  return { status: 'executor-lost', reason, isCausedByApplication };
}

/** It was told to end, and its thread was ended for it. */
export function killedEnd(): TaskEnd {
  return { status: 'killed', metrics: newTaskMetrics() };
}
