/** What is known of a task when it is launched, when it has ended, and as it is shown. */
import type { AccumulableFields } from './status-events.ts';
import type { TaskNumbers, TaskValues } from './task-numbers.ts';

/** A task that is launched. */
export interface StartedTask {
  readonly taskId: number;
  readonly index: number;
  readonly attempt: number;
  readonly partition: number;
  readonly launchMs: number;
  readonly executorId: string;
  readonly host: string;
  readonly locality: string;
  readonly isSpeculative: boolean;
}

/** How it has ended. */
export interface EndedTask {
  readonly status: Exclude<TaskOutcome, 'RUNNING'>;
  readonly finishMs: number;
  readonly values: TaskValues;
  readonly errorMessage: string | undefined;
  readonly accumulables: readonly AccumulableFields[];
}

export type TaskOutcome = 'RUNNING' | 'SUCCESS' | 'FAILED' | 'KILLED';

/** A task as it is shown. */
export interface TaskStatus extends StartedTask {
  /** Undefined while it runs. */
  readonly durationMs: number | undefined;
  readonly numbers: TaskNumbers | undefined;
  readonly status: TaskOutcome;
  readonly errorMessage: string | undefined;
  readonly accumulables: readonly AccumulableFields[];
}
