/** A job that was submitted and of which nothing has run yet. */
import type { JobStart } from './scheduler-events.ts';
import type { ActiveJob, JobSubmission, Stage } from './stage.ts';

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

/** What listeners are told of its start. */
export function startOfJob(job: ActiveJob, stages: readonly Stage[], timeMs: number): JobStart {
  const { properties } = job.submission;
  return { jobId: job.id, timeMs, stages: stages.map(({ info }) => info), properties };
}
