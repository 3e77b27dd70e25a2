/**
 * Watches what is expected of jobs: takes up what happens to them, notices what does not happen in
 * time, and has misses told. It follows commits and never holds one up; what a dead server has
 * missed is read from the rows at the next start.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import { advanceSla, nextMissMs, observeSla } from './judge-sla.ts';
import type { SlaEntry, SlaFacts } from './sla-entry.ts';
import type { SlaEventStatus } from './sla-event-status.ts';
import { isOpen } from './sla-rows.ts';
import type { SlaStore } from './sla-store.ts';

export interface SlaMonitorOptions {
  readonly store: SlaStore;
  /** Whether other servers watch the same entries. */
  readonly isShared: boolean;
  readonly clock: Clock;
  /** Between looks at what other servers have registered. */
  readonly checkIntervalMs: number;
  /** Told of what was met or missed, once, after it is stored. */
  onEvents(entry: SlaEntry, events: readonly SlaEventStatus[]): void;
  onError(error: unknown): void;
}

/** Between attempts to store while the store fails. */
const RETRY_INTERVAL_MS = 1_000;

export class SlaMonitor {
  readonly #options: SlaMonitorOptions;
  /** What is open, by id. */
  readonly #entries = new Map<string, SlaEntry>();
  readonly #jobs = new Map<string, number>();
  #sequence = 0;
  #timer: { readonly timer: Timer; readonly dueMs: number } | undefined;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: SlaMonitorOptions) {
    this.#options = options;
  }

  /** Resolves once everything that is open is watched. */
  async start(): Promise<void> {
    const { store } = this.#options;
    this.#sequence = await store.lastSequence();
    const open = await store.open();
    for (const entry of open) this.#hold(entry);
    for (const { id, facts } of await store.facts(open)) this.observe(id, facts);
    this.#arm();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.timer.cancel();
    await this.#work;
  }

  /** Entries that were stored with the job that they are about. */
  watch(entries: readonly SlaEntry[]): void {
    for (const entry of entries) this.#hold(entry);
    this.#arm();
  }

  /** Whether anything of the job is watched; cheap enough to be asked after each commit. */
  isWatched(jobId: string): boolean {
    return this.#jobs.has(jobId);
  }

  /** Something became known of a job or action, which need not be watched. */
  observe(id: string, facts: SlaFacts): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#update(id, (current) => observeSla(current, facts));
  }

  /** The same for one that had ended: it runs again. */
  reopen(id: string, facts: SlaFacts): void {
    this.#holdStored(id);
    this.#update(id, (current) => observeSla(current, facts));
  }

  /** Something became known of an action that its rows tell; it may be one of another server's. */
  refresh(id: string): void {
    this.#holdStored(id);
    this.#do(async () => {
      const entry = this.#entries.get(id);
      if (entry === undefined) return;
      const [known] = await this.#options.store.facts([entry]);
      if (known !== undefined) await this.#store(entry, (one) => observeSla(one, known.facts));
      this.#arm();
    });
  }

  /** Actions that are no more, nor are their entries. */
  forget(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#do(async () => {
      for (const entry of ids.map((id) => this.#entries.get(id))) {
        if (entry !== undefined) this.#drop(entry);
      }
    });
  }

  /** Changes entries, open or not. @returns those that there are, as they are then */
  async change(
    ids: readonly string[],
    change: (entry: SlaEntry, nowMs: number) => SlaEntry,
  ): Promise<SlaEntry[]> {
    await this.#work;
    const changed: SlaEntry[] = [];
    for (const entry of await this.#options.store.find(ids)) {
      const after = await this.#store(entry, (one) => change(one, this.#options.clock.now()));
      if (after !== undefined) changed.push(after);
    }
    this.#arm();
    return changed;
  }

  /** Like a time, so that entries of several servers are in order as well as their clocks are. */
  #nextSequence(nowMs: number): number {
    this.#sequence = Math.max(this.#sequence + 1, nowMs);
    return this.#sequence;
  }

  #hold(entry: SlaEntry): void {
    if (!this.#entries.has(entry.id)) {
      this.#jobs.set(entry.jobId, (this.#jobs.get(entry.jobId) ?? 0) + 1);
    }
    this.#entries.set(entry.id, entry);
  }

  #holdStored(id: string): void {
    if (this.#entries.has(id)) return;
    this.#do(async () => {
      const [entry] = await this.#options.store.find([id]);
      if (entry !== undefined) this.#hold(entry);
    });
  }

  #drop(entry: SlaEntry): void {
    if (!this.#entries.delete(entry.id)) return;
    const others = (this.#jobs.get(entry.jobId) ?? 1) - 1;
    if (others === 0) this.#jobs.delete(entry.jobId);
    else this.#jobs.set(entry.jobId, others);
  }

  #update(id: string, change: (entry: SlaEntry) => SlaEntry): void {
    this.#do(async () => {
      const entry = this.#entries.get(id);
      if (entry !== undefined) await this.#store(entry, change);
      this.#arm();
    });
  }

  /** Judges and stores; another server may have been faster, whose state counts then. */
  async #store(
    entry: SlaEntry,
    change: (entry: SlaEntry) => SlaEntry,
  ): Promise<SlaEntry | undefined> {
    const { store, clock, onEvents } = this.#options;
    for (let before: SlaEntry | undefined = entry; before !== undefined; ) {
      const nowMs = clock.now();
      const { entry: judged, events } = advanceSla(change(before), nowMs);
      const after = { ...judged, modifiedMs: nowMs, sequence: this.#nextSequence(nowMs) };
      if (await store.replace(before, after)) {
        const stored = { ...after, version: before.version + 1 };
        if (isOpen(stored)) this.#hold(stored);
        else this.#drop(stored);
        if (events.length > 0) onEvents(stored, events);
        return stored;
      }
      [before] = await store.find([entry.id]);
    }
    this.#drop(entry);
    return undefined;
  }

  /** Waits for the next miss; delays beyond the reach of a timer are the clock's business. */
  #arm(): void {
    if (this.#isClosed) return;
    const { clock, isShared, checkIntervalMs } = this.#options;
    let dueMs = isShared ? clock.now() + checkIntervalMs : Number.POSITIVE_INFINITY;
    for (const entry of this.#entries.values()) {
      dueMs = Math.min(dueMs, nextMissMs(entry) ?? Number.POSITIVE_INFINITY);
    }
    if (this.#timer !== undefined && this.#timer.dueMs <= dueMs) return;
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const timer = clock.setTimer(Math.max(0, dueMs - clock.now()), () => {
      this.#timer = undefined;
      this.#do(() => this.#check());
    });
    this.#timer = { timer, dueMs };
  }

  async #check(): Promise<void> {
    const { store, clock, isShared } = this.#options;
    const nowMs = clock.now();
    if (isShared) for (const entry of await store.due(nowMs)) this.#hold(entry);
    for (const entry of [...this.#entries.values()]) {
      if ((nextMissMs(entry) ?? Number.POSITIVE_INFINITY) > nowMs) continue;
      await this.#store(entry, (one) => one);
    }
    this.#arm();
  }

  /** One after the other, so that no observation overtakes another; a failure is tried again. */
  #do(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => this.#persist(work));
  }

  async #persist(work: () => Promise<void>): Promise<void> {
    while (!this.#isClosed) {
      try {
        await work();
        return;
      } catch (error) {
        this.#options.onError(error);
        await new Promise<void>((resolve) => {
          this.#options.clock.setTimer(RETRY_INTERVAL_MS, resolve);
        });
      }
    }
  }
}
