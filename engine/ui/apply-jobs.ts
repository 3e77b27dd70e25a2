/** Jobs and stages: what their beginnings and ends change. */
import {
  type AppStatus,
  type JobStatus,
  newStageStatus,
  newTaskCounts,
  stageKeyOf,
} from './app-status.ts';
import { forgetExclusions } from './apply-exclusion.ts';
import { noteRdds } from './apply-storage.ts';
import { excessOf } from './retention.ts';
import { noteAccumulators } from './stage-accumulators.ts';
import type { StageInfoFields, StatusEvents } from './status-events.ts';

export function applyJobStart(status: AppStatus, event: StatusEvents['JobStart']): void {
  const infos = event['Stage Infos'];
  const last = infos.reduce<StageInfoFields | undefined>(
    (latest, info) => ((latest?.['Stage ID'] ?? -1) < info['Stage ID'] ? info : latest),
    undefined,
  );
  const jobId = event['Job ID'];
  const unfinished = infos.filter((info) => info['Completion Time'] === undefined);
  status.jobs.set(jobId, {
    ...newTaskCounts(),
    jobId,
    name: last?.['Stage Name'] ?? '',
    stageIds: infos.map((info) => info['Stage ID']),
    properties: event.Properties,
    submissionTimeMs: event['Submission Time'],
    taskCount: unfinished.reduce((sum, info) => sum + info['Number of Tasks'], 0),
    completionTimeMs: undefined,
    status: 'RUNNING',
    skippedTasks: 0,
    activeStages: 0,
    completedStages: 0,
    failedStages: 0,
    skippedStages: 0,
  });
  for (const info of infos) {
    const key = stageKeyOf(info['Stage ID'], info['Stage Attempt ID']);
    const stage = status.stages.get(key) ?? newStageStatus(status, info, event.Properties);
    stage.jobIds.add(jobId);
    status.stages.set(key, stage);
  }
  forgetOldest(status);
}

export function applyJobEnd(status: AppStatus, event: StatusEvents['JobEnd']): void {
  const job = status.jobs.get(event['Job ID']);
  if (job === undefined) {
    return;
  }
  job.completionTimeMs = event['Completion Time'];
  job.status = event['Job Result'].Result === 'JobSucceeded' ? 'SUCCEEDED' : 'FAILED';
  for (const stage of status.stages.values()) {
    if (stage.status === 'PENDING' && stage.jobIds.has(job.jobId)) {
      stage.status = 'SKIPPED';
      job.skippedStages += 1;
      job.skippedTasks += stage.info['Number of Tasks'];
    }
  }
}

export function applyStageSubmitted(
  status: AppStatus,
  event: StatusEvents['StageSubmitted'],
): void {
  const info = event['Stage Info'];
  const attempt = info['Stage Attempt ID'];
  const key = stageKeyOf(info['Stage ID'], attempt);
  const stage = status.stages.get(key) ?? newStageStatus(status, info, event.Properties);
  stage.info = info;
  stage.status = 'ACTIVE';
  stage.properties = event.Properties;
  status.stages.set(key, stage);
  for (const job of status.jobs.values()) {
    if (job.status === 'RUNNING' && job.stageIds.includes(info['Stage ID'])) {
      stage.jobIds.add(job.jobId);
      job.activeStages += 1;
    }
  }
  noteRdds(status, info['RDD Info']);
}

export function applyStageCompleted(
  status: AppStatus,
  event: StatusEvents['StageCompleted'],
): void {
  const info = event['Stage Info'];
  const stage = status.stages.get(stageKeyOf(info['Stage ID'], info['Stage Attempt ID']));
  if (stage === undefined) {
    return;
  }
  const hasFailed = info['Failure Reason'] !== undefined;
  stage.info = info;
  stage.status = hasFailed ? 'FAILED' : 'COMPLETE';
  noteAccumulators(stage, info.Accumulables);
  forgetExclusions(status, stage);
  for (const job of jobsOf(status, stage.jobIds)) {
    job.activeStages -= 1;
    if (hasFailed) {
      job.failedStages += 1;
    } else {
      job.completedStages += 1;
    }
  }
}

export function jobsOf(status: AppStatus, jobIds: ReadonlySet<number>): JobStatus[] {
  return [...jobIds].flatMap((jobId) => status.jobs.get(jobId) ?? []);
}

/** Those that have ended, the oldest first. */
function forgetOldest({ jobs, stages, retention }: AppStatus): void {
  let jobsLeft = excessOf(jobs.size, retention.jobs);
  for (const [jobId, job] of jobs) {
    if (jobsLeft === 0) {
      break;
    }
    if (job.status !== 'RUNNING') {
      jobs.delete(jobId);
      jobsLeft -= 1;
    }
  }
  let stagesLeft = excessOf(stages.size, retention.stages);
  for (const [key, stage] of stages) {
    if (stagesLeft === 0) {
      break;
    }
    if (stage.status !== 'ACTIVE' && stage.status !== 'PENDING') {
      stages.delete(key);
      stagesLeft -= 1;
    }
  }
}
