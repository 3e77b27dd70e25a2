/** What a running driver tells of itself, in a few words. */
import type { ActionProgress } from '../api/native/views.ts';

/** `stage 2 reduceByKey at words.ts:18: 3/4 tasks` for the progress that the engine reports. */
export function describeProgress(progress: ActionProgress): string {
  const { event, stageId, name, status, tasksCompleted, tasksTotal } = progress;
  if (event === 'stage') {
    const outcome = status === 'running' ? '' : ` ${status}`;
    return `stage ${stageId} ${name}: ${tasksCompleted}/${tasksTotal} tasks${outcome}`;
  }
  if (event === 'job') return `job ${progress.jobId} ${status}`;
  return Object.entries(progress)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}
