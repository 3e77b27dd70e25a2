/** A job that was submitted and of which nothing has run yet. */
import type { ActiveJob, JobSubmission } from './stage.ts';

export function newActiveJob(id: number, submission: JobSubmission): ActiveJob {
  return {
    id,
    submission,
    finished: new Uint8Array(submission.partitions.length),
    finishedCount: 0,
    finalStage: undefined,
    isStarted: false,
  };
}
