import { actionToRow } from '../store/workflow-rows.ts';
import type { HeldJob } from './held-job.ts';
import type { JobView } from './workflow-service.ts';

type Listener = (view: JobView) => void;

/** Those who follow a job; a job without followers costs a look into a map. */
export class JobWatchers {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** @returns ends the watch */
  add(jobId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(jobId) ?? new Set();
    this.#listeners.set(jobId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(jobId);
    };
  }

  notify(job: HeldJob): void {
    const listeners = this.#listeners.get(job.row.id);
    if (listeners === undefined) return;
    const view = viewOf(job);
    for (const listener of [...listeners]) listener(view);
  }
}

function viewOf(job: HeldJob): JobView {
  const actions = [...job.state.actions.values()]
    .sort(
      (left, right) =>
        (left.startedMs ?? 0) - (right.startedMs ?? 0) || left.sequence - right.sequence,
    )
    .map((action) => actionToRow(job.row.id, action));
  return { job: job.row, actions };
}
