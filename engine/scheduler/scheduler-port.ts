/** What the context asks of the scheduler: to run jobs, to cancel them, and what it knows. */
import type { JobRequest } from '../rdd/job-runner.ts';
import type { LocalProperties } from './job-properties.ts';
import type { JobFailure } from './stage.ts';

/** A job that was submitted. It may have ended when its submission returns. */
export interface SubmittedJob {
  readonly jobId: number;
  /** Resolves, never rejects, with the failure if the job failed. */
  readonly ended: Promise<JobFailure | undefined>;
}

export interface PoolInfo {
  readonly name: string;
  readonly schedulingMode: 'FIFO' | 'FAIR';
  readonly minShare: number;
  readonly weight: number;
  readonly runningTasks: number;
}

export interface ExecutorSummary {
  readonly executorId: string;
  readonly host: string;
  readonly totalSlots: number;
  readonly runningTasks: number;
}

/** Reasons are optional; what Spark says without one stands in its place. */
export interface SchedulerPort {
  /**
   * @param callSite `count at app.ts:3`, the name of the job's last stage
   * @param properties the local properties of whoever submits, by the names of
   *   `job-properties.ts`; they are copied
   * @throws RangeError for a partition that the lineage does not have
   */
  submit(request: JobRequest, callSite: string, properties: LocalProperties): SubmittedJob;
  /** Fails a job that has not ended with `Job 0 cancelled`. */
  cancelJob(jobId: number, reason?: string): void;
  /** Cancels every job that needs the stage. */
  cancelStage(stageId: number, reason?: string): void;
  cancelJobGroup(groupId: string, reason?: string): void;
  /** Jobs that are submitted to the group later fail too. */
  cancelJobGroupAndFutureJobs(groupId: string, reason?: string): void;
  cancelJobsWithTag(tag: string, reason?: string): void;
  cancelAllJobs(reason?: string): void;
  /** @returns whether the attempt was running; it counts as killed, not as failed */
  killTaskAttempt(taskId: number, interruptThread?: boolean, reason?: string): boolean;
  /** Jobs that have not ended, in the order of their submission. */
  activeJobIds(): readonly number[];
  activeStageIds(): readonly number[];
  executors(): readonly ExecutorSummary[];
  /** In the order of their names; one in FIFO mode. */
  pools(): readonly PoolInfo[];
}
