/** Jobs as Spark's REST interface shows them. */
import { JOB_DESCRIPTION, JOB_GROUP_ID, jobTags } from '../scheduler/job-properties.ts';
import type { JobStatus } from './app-status.ts';
import { sparkDate } from './spark-date.ts';

export function jobData(job: JobStatus): object {
  const { properties, completionTimeMs } = job;
  const description = properties[JOB_DESCRIPTION];
  const group = properties[JOB_GROUP_ID];
  return {
    jobId: job.jobId,
    name: job.name,
    ...(description === undefined ? {} : { description }),
    submissionTime: sparkDate(job.submissionTimeMs),
    ...(completionTimeMs === undefined ? {} : { completionTime: sparkDate(completionTimeMs) }),
    stageIds: job.stageIds,
    ...(group === undefined ? {} : { jobGroup: group }),
    jobTags: jobTags(properties),
    status: job.status,
    numTasks: job.taskCount,
    numActiveTasks: job.activeTasks,
    numCompletedTasks: job.completedTasks,
    numSkippedTasks: job.skippedTasks,
    numFailedTasks: job.failedTasks,
    numKilledTasks: job.killedTasks,
    numCompletedIndices: job.completedIndices.size,
    numActiveStages: job.activeStages,
    numCompletedStages: job.completedStages,
    numSkippedStages: job.skippedStages,
    numFailedStages: job.failedStages,
    killedTasksSummary: Object.fromEntries(job.killedReasons),
  };
}
