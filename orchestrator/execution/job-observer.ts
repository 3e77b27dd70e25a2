import type { HowdahError } from '../../base/error/howdah-error.ts';
import type { WorkflowJobStatus } from '../job/workflow-job-status.ts';
import type { HeldJob } from './held-job.ts';

/** Told of what happened to jobs, after it is durable: logs, notifications, followers. */
export interface JobObserver {
  /** Some row of the job has changed. */
  jobChanged(job: HeldJob): void;
  jobStatusChanged(job: HeldJob, status: WorkflowJobStatus): void;
  /** The job failed by itself, not by one of its actions. */
  jobFailed(job: HeldJob, error: HowdahError): void;
}
