/** The task that runs in this slot, for the contexts that user functions may ask for. */
import type { TaskMessage } from './slot-protocol.ts';
import type { SlotQuestion } from './slot-question.ts';

export interface CurrentTask {
  readonly task: TaskMessage;
  /** Sleeps until the executor has answered. */
  readonly ask: (question: SlotQuestion) => unknown;
  /** How often the task has met the others of its barrier stage. */
  barrierEpoch: number;
}

let current: CurrentTask | undefined;

export function enterTask(task: TaskMessage, ask: CurrentTask['ask']): void {
  current = { task, ask, barrierEpoch: 0 };
}

export function leaveTask(): void {
  current = undefined;
}

/** Undefined outside of tasks, as in the driver. */
export function currentTask(): CurrentTask | undefined {
  return current;
}
