/** The task that runs in this slot, for the contexts that user functions may ask for. */
import type { StageContext, TaskMessage } from './slot-protocol.ts';
import type { SlotQuestion } from './slot-question.ts';
import type { TaskMetrics } from './task-metrics.ts';

export interface TaskFacts {
  readonly task: TaskMessage;
  readonly stage: StageContext;
  readonly metrics: TaskMetrics;
  /** Sleeps until the executor has answered. */
  readonly ask: (question: SlotQuestion) => unknown;
  /** Whether the task was told to end. */
  readonly isKilled: () => boolean;
}

export interface CurrentTask extends TaskFacts {
  state: 'running' | 'completed' | 'failed';
  /** How often the task has met the others of its barrier stage. */
  barrierEpoch: number;
  /** To be called at the task's end, the last first; those of failures before the others. */
  readonly onCompletion: (() => void)[];
  readonly onFailure: ((error: unknown) => void)[];
}

let current: CurrentTask | undefined;

export function enterTask(facts: TaskFacts): void {
  current = { ...facts, state: 'running', barrierEpoch: 0, onCompletion: [], onFailure: [] };
}

/**
 * Calls what the task's functions have asked for, before its result is made.
 * @throws the first error of theirs, which fails the task; the others are called nevertheless
 */
export function completeTask(): void {
  if (current !== undefined) {
    current.state = 'completed';
    callInTurn(current.onCompletion);
  }
}

/** The task's own error is what counts: those of its listeners are not told. */
export function failTask(error: unknown): void {
  if (current === undefined) {
    return;
  }
  current.state = 'failed';
  try {
    callInTurn(current.onFailure.map((listener) => () => listener(error)));
  } catch {}
  try {
    callInTurn(current.onCompletion);
  } catch {}
}

export function leaveTask(): void {
  current = undefined;
}

/** Undefined outside of tasks, as in the driver. */
export function currentTask(): CurrentTask | undefined {
  return current;
}

function callInTurn(listeners: (() => void)[]): void {
  const errors: unknown[] = [];
  for (let listener = listeners.pop(); listener !== undefined; listener = listeners.pop()) {
    try {
      listener();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) {
    throw errors[0];
  }
}
