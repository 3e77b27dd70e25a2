/** How far a running driver is, in a few words. */
import type { ActionProgress } from '../api/native/views.ts';

/** `stage 2 reduceByKey at words.ts:18: 3/4 tasks`, one such part for each stage that runs. */
export function describeProgress({ jobsEnded, stages }: ActionProgress): string {
  if (stages.length === 0) return `${jobsEnded} jobs done`;
  return stages
    .map(({ stageId, name, tasksCompleted, tasksTotal }) => {
      return `stage ${stageId} ${name}: ${tasksCompleted}/${tasksTotal} tasks`;
    })
    .join(', ');
}
