/** Which stages were computed from the rows of one that may give other rows the next time. */
import type { ActiveJob, Stage } from './stage.ts';

/** The stage itself and all below it, in the graphs of the active jobs. */
export function stagesToRollBack(mapStage: Stage, jobs: readonly ActiveJob[]): Stage[] {
  const children = new Map<Stage, Set<Stage>>();
  for (const { finalStage } of jobs) {
    const seen = new Set(finalStage === undefined ? [] : [finalStage]);
    for (const stage of seen) {
      for (const parent of stage.parents) {
        const known = children.get(parent) ?? new Set();
        children.set(parent, known.add(stage));
        seen.add(parent);
      }
    }
  }
  const rolledBack = new Set([mapStage]);
  for (const stage of rolledBack) {
    for (const child of children.get(stage) ?? []) {
      rolledBack.add(child);
    }
  }
  return [...rolledBack];
}
