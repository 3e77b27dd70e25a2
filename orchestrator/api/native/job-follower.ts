/** Writes one job's events to one client, at the pace at which the client reads. */
import type { Writable } from 'node:stream';
import type { Timer } from '../../../base/time/clock.ts';
import type { JobView } from '../../execution/workflow-service.ts';
import { isTerminalJobStatus, type WorkflowJobStatus } from '../../job/workflow-job-status.ts';
import type { ApiContext } from '../api-context.ts';
import { readProgress } from './action-progress.ts';
import { JobChanges } from './job-changes.ts';
import { actionDetails, jobDetails } from './view-of-rows.ts';
import type { ActionProgress, JobEvents } from './views.ts';

/** Between two looks at what drivers tell: what people can follow. */
const PROGRESS_INTERVAL_MS = 500;

export class JobFollower {
  readonly #stream: Writable;
  readonly #context: ApiContext;
  readonly #changes = new JobChanges();
  /** What has come while the client was not reading; only the last view counts. */
  #waiting: JobView | undefined;
  /** Until the snapshot is written, and while the client does not read. */
  #isBlocked = true;
  #isStopped = false;
  #unwatch: (() => void) | undefined;
  #timer: Timer | undefined;
  #latest: JobView | undefined;
  #lastProgress = '';

  constructor(stream: Writable, context: ApiContext) {
    this.#stream = stream;
    this.#context = context;
    stream.on('drain', () => this.#goOn());
    // A client that goes away is no error of ours.
    stream.on('error', () => this.stop());
  }

  /**
   * Watches first and reads then, so that nothing is missed in between.
   *
   * @throws HowdahError E0604
   */
  async start(jobId: string): Promise<void> {
    const { workflows } = this.#context;
    this.#unwatch = workflows.watch(jobId, (changed) => this.#take(changed));
    try {
      const view = await workflows.job(jobId);
      this.#changes.next(view);
      this.#latest = view;
      this.#write('snapshot', jobDetails(view.job, view.actions.map(actionDetails)));
      if (this.#endIfTerminal(view)) return;
      this.#armProgress();
      if (!this.#isBlocked) this.#goOn();
    } catch (error) {
      this.stop();
      this.#stream.destroy();
      throw error;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#unwatch?.();
    this.#timer?.cancel();
    if (!this.#stream.writableEnded) this.#stream.end();
  }

  #take(view: JobView): void {
    if (this.#isStopped) return;
    if (this.#isBlocked) {
      this.#waiting = view;
      return;
    }
    const changed = this.#changes.next(view);
    if (changed === undefined) return;
    this.#latest = view;
    this.#write('change', jobDetails(view.job, changed.map(actionDetails)));
    this.#endIfTerminal(view);
  }

  #goOn(): void {
    this.#isBlocked = false;
    const view = this.#waiting;
    this.#waiting = undefined;
    if (view !== undefined) this.#take(view);
  }

  #endIfTerminal({ job }: JobView): boolean {
    if (!isTerminalJobStatus(job.status as WorkflowJobStatus)) return false;
    this.#write('end', { status: job.status });
    this.stop();
    return true;
  }

  #write<Name extends keyof JobEvents>(name: Name, data: JobEvents[Name]): void {
    this.#isBlocked = !this.#stream.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #armProgress(): void {
    this.#timer = this.#context.clock.setTimer(PROGRESS_INTERVAL_MS, () => {
      this.#tellProgress().then(
        () => this.#isStopped || this.#armProgress(),
        () => this.stop(),
      );
    });
  }

  async #tellProgress(): Promise<void> {
    const told: Record<string, ActionProgress> = {};
    const { job, actions = [] } = this.#latest ?? {};
    for (const action of actions) {
      const progress = await readProgress(action, job?.run ?? 0, this.#context);
      if (progress !== undefined) told[action.name] = progress;
    }
    const text = JSON.stringify(told);
    if (this.#isStopped || this.#isBlocked || text === this.#lastProgress || text === '{}') return;
    this.#lastProgress = text;
    this.#write('progress', told);
  }
}
