/** Finds the jobs that a cancellation means and says in Spark's words why they end. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { JOB_GROUP_ID, jobTags } from './job-properties.ts';
import type { ActiveJob, JobFailure, Stage } from './stage.ts';

export interface JobCancellationOptions {
  readonly jobs: ReadonlyMap<number, ActiveJob>;
  readonly stages: ReadonlyMap<number, Stage>;
  readonly failJob: (job: ActiveJob, failure: JobFailure) => void;
  /** Takes what was asked for, in Spark's words. */
  readonly noteRequest: (request: string) => void;
  /** How many groups are remembered whose future jobs are cancelled too. */
  readonly cancelledGroupsMax: number;
}

export class JobCancellation {
  private readonly options: JobCancellationOptions;
  /** The oldest is forgotten first. */
  private readonly cancelledGroups = new Set<string>();

  constructor(options: JobCancellationOptions) {
    this.options = options;
  }

  cancelJob(jobId: number, reason?: string): void {
    this.options.noteRequest(`Asked to cancel job ${jobId}`);
    this.endJob(jobId, reason);
  }

  cancelStage(stageId: number, reason?: string): void {
    const stage = this.options.stages.get(stageId);
    const why = `because ${reason ?? `Stage ${stageId} was cancelled`}`;
    for (const jobId of [...(stage?.jobIds ?? [])]) {
      this.endJob(jobId, why);
    }
  }

  cancelGroup(groupId: string, reason?: string): void {
    this.endGroup(groupId, reason, false);
  }

  cancelGroupAndFutureJobs(groupId: string, reason?: string): void {
    this.cancelledGroups.delete(groupId);
    this.cancelledGroups.add(groupId);
    if (this.cancelledGroups.size > this.options.cancelledGroupsMax) {
      this.cancelledGroups.delete(this.cancelledGroups.values().next().value as string);
    }
    this.endGroup(groupId, reason, true);
  }

  cancelTag(tag: string, reason = `part of cancelled job tag ${tag}`): void {
    this.options.noteRequest(`Asked to cancel jobs with tag ${tag}`);
    this.cancelWhere(({ submission }) => jobTags(submission.properties).includes(tag), reason);
  }

  cancelAll(reason = 'as part of cancellation of all jobs'): void {
    this.cancelWhere(() => true, reason);
  }

  /** The executors cannot go on: no job can. */
  executorsFailed(reason: string): void {
    for (const job of [...this.options.jobs.values()]) {
      const error = new HowdahError('HOWDAH_EXECUTORS_LOST', [reason]);
      this.options.failJob(job, { message: error.message, cause: undefined, error });
    }
  }

  /** @returns the failure of a new job whose group was cancelled for good */
  refusal(job: ActiveJob): JobFailure | undefined {
    const groupId = groupOf(job);
    return groupId !== undefined && this.cancelledGroups.has(groupId)
      ? cancelled(job.id, partOfGroup(groupId))
      : undefined;
  }

  private endJob(jobId: number, reason: string | undefined): void {
    const job = this.options.jobs.get(jobId);
    if (job !== undefined) {
      this.options.failJob(job, cancelled(jobId, reason));
    }
  }

  private endGroup(groupId: string, reason: string | undefined, withFuture: boolean): void {
    const what = `job group ${groupId} with cancelFutureJobs=${withFuture}`;
    this.options.noteRequest(`Asked to cancel ${what}`);
    this.cancelWhere((job) => groupOf(job) === groupId, reason ?? partOfGroup(groupId));
  }

  private cancelWhere(isMeant: (job: ActiveJob) => boolean, reason: string): void {
    for (const job of [...this.options.jobs.values()].filter(isMeant)) {
      this.options.failJob(job, cancelled(job.id, reason));
    }
  }
}

function groupOf({ submission }: ActiveJob): string | undefined {
  return submission.properties[JOB_GROUP_ID];
}

function partOfGroup(groupId: string): string {
  return `part of cancelled job group ${groupId}`;
}

function cancelled(jobId: number, reason: string | undefined): JobFailure {
  const words = `Job ${jobId} cancelled ${reason ?? ''}`;
  const told = `[SPARK_JOB_CANCELLED] ${words} SQLSTATE: XXKDA`;
  return { message: words.trimEnd(), cause: undefined, told };
}
