/** Whether this attempt may make its output the partition's: the driver lets one of them. */
import type { TaskRun } from './task-run.ts';

/** Ends the task: another attempt's output stands, which is no failure. */
export class CommitDeniedError extends Error {
  override readonly name = 'CommitDeniedError';
}

/** @throws CommitDeniedError when another attempt has the right */
export function requireCommitPermission({ task, ask }: TaskRun): void {
  const { stageId, stageAttempt, partition, attemptNumber } = task;
  const question = { type: 'can-commit', stageId, stageAttempt, partition, attemptNumber } as const;
  if (ask(question) !== true) {
    throw new CommitDeniedError(
      `Attempt ${attemptNumber} of partition ${partition} may not commit`,
    );
  }
}
