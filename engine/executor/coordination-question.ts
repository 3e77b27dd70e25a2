/** What a task asks the driver's coordinators, which know of all attempts and tasks of its stage. */

interface AskingTask {
  readonly stageId: number;
  readonly stageAttempt: number;
  readonly partition: number;
  readonly attemptNumber: number;
}

export type CommitQuestion = AskingTask & { readonly type: 'can-commit' };

export type BarrierKind = 'barrier' | 'allGather';

/** Answered, with the messages of all tasks by partition, when every one of them has asked. */
export type BarrierQuestion = AskingTask & {
  readonly type: 'barrier-sync';
  readonly kind: BarrierKind;
  /** How many tasks of the stage attempt meet. */
  readonly taskCount: number;
  /** How often the task has met the others before. */
  readonly epoch: number;
  readonly message: string;
};

export type CoordinationQuestion = CommitQuestion | BarrierQuestion;
