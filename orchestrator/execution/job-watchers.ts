import type { Clock, Timer } from '../../base/time/clock.ts';
import { isTerminalJobStatus } from '../job/workflow-job-status.ts';
import { actionToRow } from '../store/workflow-rows.ts';
import type { HeldJob } from './held-job.ts';
import type { JobView } from './workflow-service.ts';

type Listener = (view: JobView) => void;

interface Watched {
  readonly listeners: Set<Listener>;
  /** Set while changes gather. */
  timer: Timer | undefined;
  notifiedMs: number;
}

/** A view costs more than a step of a fast job, and nobody follows with the eye at this pace. */
const NOTIFY_INTERVAL_MS = 20;

/**
 * Those who follow a job; a job without followers costs a look into a map. Changes that come fast
 * are told together; the end of a job is told at once.
 */
export class JobWatchers {
  readonly #clock: Clock;
  readonly #watched = new Map<string, Watched>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns ends the watch */
  add(jobId: string, listener: Listener): () => void {
    const watched: Watched = this.#watched.get(jobId) ?? {
      listeners: new Set(),
      timer: undefined,
      notifiedMs: Number.NEGATIVE_INFINITY,
    };
    watched.listeners.add(listener);
    this.#watched.set(jobId, watched);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size > 0) return;
      watched.timer?.cancel();
      this.#watched.delete(jobId);
    };
  }

  notify(job: HeldJob): void {
    const watched = this.#watched.get(job.row.id);
    if (watched === undefined) return;
    const waitMs = watched.notifiedMs + NOTIFY_INTERVAL_MS - this.#clock.now();
    if (waitMs <= 0 || isTerminalJobStatus(job.state.job.status)) this.#tell(watched, job);
    else watched.timer ??= this.#clock.setTimer(waitMs, () => this.#tell(watched, job));
  }

  #tell(watched: Watched, job: HeldJob): void {
    watched.timer?.cancel();
    watched.timer = undefined;
    watched.notifiedMs = this.#clock.now();
    const view = viewOf(job);
    for (const listener of [...watched.listeners]) listener(view);
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
