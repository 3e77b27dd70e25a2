/** What a task asks the driver's coordinators, which know all attempts and tasks of its stage. */

interface AskingTask {
  readonly stageId: number;
  readonly stageAttempt: number;
  readonly partition: number;
}

export type CommitQuestion = AskingTask & {
  readonly type: 'can-commit';
  readonly attemptNumber: number;
};

export type BarrierKind = 'barrier' | 'allGather';

/** Answered, with the messages of all tasks by partition, when every one of them has asked. */
export type BarrierQuestion = AskingTask & {
  readonly type: 'barrier-sync';
  readonly kind: BarrierKind;
  /** How often the task has met the others before. */
  readonly epoch: number;
  readonly message: string;
};

/** Answered with the hosts of all tasks of the stage, by partition. */
export interface BarrierHostsQuestion {
  readonly type: 'barrier-hosts';
  readonly stageId: number;
  readonly stageAttempt: number;
}

export type CoordinationQuestion = CommitQuestion | BarrierQuestion | BarrierHostsQuestion;
