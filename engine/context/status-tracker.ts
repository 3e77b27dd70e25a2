/** How jobs and stages come on, for programs that watch themselves: Spark's SparkStatusTracker. */
import { JOB_GROUP_ID, jobTags } from '../scheduler/job-properties.ts';
import type { AppStatus, JobStatus } from '../ui/app-status.ts';
import { blocksOn } from '../ui/rdd-storage-info.ts';

export interface SparkJobInfo {
  readonly jobId: number;
  readonly stageIds: readonly number[];
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
}

/** The latest attempt of a stage. */
export interface SparkStageInfo {
  readonly stageId: number;
  readonly currentAttemptId: number;
  readonly name: string;
  /** In milliseconds since the epoch; 0 for a stage that waits. */
  readonly submissionTime: number;
  readonly numTasks: number;
  readonly numActiveTasks: number;
  readonly numCompletedTasks: number;
  readonly numFailedTasks: number;
}

export interface SparkExecutorInfo {
  readonly executorId: string;
  readonly host: string;
  readonly numRunningTasks: number;
  /** In bytes: what cached blocks take, and may take. */
  readonly usedOnHeapStorageMemory: number;
  readonly totalOnHeapStorageMemory: number;
}

/** Answers tell of the moment of the call; the last thousand jobs and stages are known. */
export class SparkStatusTracker {
  private readonly present: () => AppStatus;

  /** @internal */
  constructor(present: () => AppStatus) {
    this.present = present;
  }

  /** Jobs of a group, ended ones too. @param jobGroup undefined for those that have none */
  getJobIdsForGroup(jobGroup?: string): number[] {
    return this.idsOf(({ properties }) => properties[JOB_GROUP_ID] === jobGroup);
  }

  getJobIdsForTag(jobTag: string): number[] {
    return this.idsOf(({ properties }) => jobTags(properties).includes(jobTag));
  }

  getActiveJobIds(): number[] {
    return this.idsOf(({ status }) => status === 'RUNNING');
  }

  getActiveStageIds(): number[] {
    const active = [...this.present().stages.values()].filter(({ status }) => status === 'ACTIVE');
    return active.map(({ info }) => info['Stage ID']);
  }

  /** Undefined for a job that is not known, or not any more. */
  getJobInfo(jobId: number): SparkJobInfo | undefined {
    const job = this.present().jobs.get(jobId);
    return job && { jobId, stageIds: job.stageIds, status: job.status };
  }

  getStageInfo(stageId: number): SparkStageInfo | undefined {
    const attempts = [...this.present().stages.values()].filter(
      ({ info }) => info['Stage ID'] === stageId,
    );
    const stage = attempts.at(-1);
    return (
      stage && {
        stageId,
        currentAttemptId: stage.info['Stage Attempt ID'],
        name: stage.info['Stage Name'],
        submissionTime: stage.info['Submission Time'] ?? 0,
        numTasks: stage.info['Number of Tasks'],
        numActiveTasks: stage.activeTasks,
        numCompletedTasks: stage.completedTasks,
        numFailedTasks: stage.failedTasks,
      }
    );
  }

  /** Of the executors that live. */
  getExecutorInfos(): SparkExecutorInfo[] {
    const status = this.present();
    return [...status.executors.values()]
      .filter(({ removal }) => removal === undefined)
      .map((executor) => ({
        executorId: executor.executorId,
        host: executor.host,
        numRunningTasks: executor.activeTasks,
        usedOnHeapStorageMemory: blocksOn(status, executor.executorId).reduce(
          (sum, { memoryBytes }) => sum + memoryBytes,
          0,
        ),
        totalOnHeapStorageMemory: executor.storageMemoryBytes,
      }));
  }

  private idsOf(isWanted: (job: JobStatus) => boolean): number[] {
    return [...this.present().jobs.values()].filter(isWanted).map(({ jobId }) => jobId);
  }
}
