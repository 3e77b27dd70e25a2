/** Drives our server with the requests of a recording. */
import { ManualClock } from '../../../base/time/manual-clock.ts';
import type { RunningServer } from '../../../orchestrator/server/start-server.ts';
import { eventually } from '../eventually.ts';
import { compareAnswers, type Difference, type OurAnswer } from './compare-answers.ts';
import { GoldenRoot } from './golden-root.ts';
import { JobIds } from './job-ids.ts';
import type { RecordedStep } from './recorded-step.ts';
import { stepTimes } from './step-times.ts';

export interface ReplayOptions {
  readonly steps: readonly RecordedStep[];
  readonly dateToleranceMs: number;
  /** How long the recorded answer may take to come about, in real time. */
  readonly patienceMs: number;
  startServer(clock: ManualClock): Promise<RunningServer>;
}

/** A log says the same things in other words. */
const logPath = /[?&]show=(?:log|errorlog|auditlog)\b/;

/**
 * How far the clock moves on within one step while something is waited for: enough for what a
 * server does every few seconds, and little against the tolerance of dates.
 */
const ADVANCE_MS_MAX = 20_000;

/** How long a job may take to come to rest, in real time. */
const REST_PATIENCE_MS = 5_000;

/** Where a recording begins whose answers tell no time. */
const START_MS_DEFAULT = Date.UTC(2026, 10, 21);

export class Replay {
  readonly clock: ManualClock;
  readonly root = new GoldenRoot();
  readonly ids = new JobIds();
  readonly #options: ReplayOptions;
  readonly #times: readonly (number | undefined)[];
  #server: RunningServer | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#times = stepTimes(options.steps);
    const startMs = this.#times.find((timeMs) => timeMs !== undefined);
    this.clock = new ManualClock(startMs ?? START_MS_DEFAULT);
  }

  async open(): Promise<void> {
    this.#server = await this.#options.startServer(this.clock);
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /**
   * Carries a step out and compares. A GET is looked at again until it is as recorded or patience
   * ends, since what it shows may still be coming about.
   * @param isKnown whether a difference is known, so that it is not waited for to go away
   */
  async step(
    index: number,
    isKnown: (difference: Difference) => boolean = () => false,
  ): Promise<Difference[]> {
    const step = this.#options.steps[index] as RecordedStep;
    this.#prepare(step, index);
    if (step.method === undefined || step.answer === undefined) return [];
    const patienceMs = step.method === 'GET' ? this.#options.patienceMs : 0;
    const differences = await this.#until(patienceMs, async () => {
      const found = this.#compare(step, await this.send(step));
      return { isDone: found.every(isKnown), found };
    });
    if (step.finalStatus !== undefined) await this.#untilStatus(step);
    return differences;
  }

  /** Sends the request of a step to our server. */
  async send({ method = 'GET', path = '', request, contentType }: RecordedStep) {
    const body = request === null ? undefined : request && this.#here(request);
    const type = contentType ?? 'application/xml;charset=UTF-8';
    const answer = await fetch(`${this.#server?.url}/oozie${this.#here(path)}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': type },
      ...(body !== undefined && { body }),
    });
    return {
      status: answer.status,
      headers: answer.headers,
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }

  #here(text: string): string {
    return this.root.here(this.ids.ours(text));
  }

  #prepare({ xml, files = {}, mkdir, request }: RecordedStep, index: number): void {
    const timeMs = this.#times[index];
    if (timeMs !== undefined) this.#setClock(timeMs);
    const appPath = /application\.path<\/name><value>([^<]*)</.exec(request ?? '')?.[1];
    if (typeof xml === 'string' && appPath !== undefined) this.root.write(appPath, xml);
    for (const [path, text] of Object.entries(files)) this.root.write(path, text);
    if (mkdir !== undefined) this.root.makeDirectory(mkdir);
  }

  /** Back, too, as waiting may have moved it too far. */
  #setClock(timeMs: number): void {
    if (timeMs > this.clock.now()) this.clock.advance(timeMs - this.clock.now());
    else this.clock.set(timeMs);
  }

  #compare(step: RecordedStep, ours: OurAnswer): Difference[] {
    const { answer, path = '' } = step;
    if (answer === undefined) return [];
    return compareAnswers(answer, ours, {
      ids: this.ids,
      root: this.root,
      dateToleranceMs: this.#options.dateToleranceMs,
      comparesBody: answer.status >= 400 || !logPath.test(path),
    });
  }

  /** Waits for the status in which the recorded job came to rest after the step. */
  async #untilStatus(step: RecordedStep): Promise<void> {
    const body = typeof step.answer?.body === 'string' ? step.answer.body : '';
    const id =
      step.method === 'POST' ? (JSON.parse(body) as { id: string }).id : jobIdIn(step.path);
    await this.#until(REST_PATIENCE_MS, async () => {
      const answer = await this.send({ step: '', method: 'GET', path: `/v2/job/${id}?show=info` });
      const { status } = JSON.parse(answer.body.toString('utf8')) as { status?: string };
      return { isDone: status === step.finalStatus, found: [] };
    });
  }

  async #until(
    patienceMs: number,
    look: () => Promise<{ isDone: boolean; found: Difference[] }>,
  ): Promise<Difference[]> {
    let last: Difference[] = [];
    let advanceMs = 1;
    const condition = async () => {
      const { isDone, found } = await look();
      last = found;
      if (!isDone && advanceMs < ADVANCE_MS_MAX) {
        this.clock.advance(advanceMs);
        advanceMs *= 2;
      }
      return isDone;
    };
    // What did not come about is for the caller to judge.
    await eventually(condition, { deadlineMs: patienceMs }).catch(() => {});
    return last;
  }
}

function jobIdIn(path = ''): string {
  return /\/job\/([^?@]*)/.exec(path)?.[1] ?? '';
}
