/**
 * Sends notifications from the outbox after the transaction that put them there.
 *
 * Those of one job go out in the order of its changes, as long as they arrive. One that is not
 * delivered is tried again a minute later, four times in all, and then given up with a line in the
 * job's log. What was being sent when a server died is sent again: at least once, never silently
 * lost.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { NotificationRow } from '../store/notification-tables.ts';
import type { NotificationOutbox } from './notification-outbox.ts';
import type { NotificationSettings } from './notification-settings.ts';

export interface NotificationSenderOptions {
  readonly outbox: NotificationOutbox;
  readonly clock: Clock;
  readonly settings: NotificationSettings;
  /** @throws Error that says why it was not delivered */
  deliver(row: NotificationRow, signal: AbortSignal): Promise<void>;
  /** Told of what is given up. */
  onLost(row: NotificationRow, reason: string): void;
  /** Told when the store refuses, which is tried again; must not throw. */
  onError(error: unknown): void;
}

/** Requests at once; what waits costs only its row. */
const CONCURRENT_MAX = 16;
/** Delivered rows are removed together, as each removal is a commit. */
const REMOVAL_DELAY_MS = 50;
/** Between looks for what another server has left. */
const LOOK_INTERVAL_MS = 60_000;
/** When more is due than is taken up at once. */
const LOOK_PAUSE_MS = 1_000;

export class NotificationSender {
  readonly #options: NotificationSenderOptions;
  readonly #closing = new AbortController();
  /** What waits, by the job or action that it tells of, in order. */
  readonly #waiting = new Map<string, NotificationRow[]>();
  readonly #active = new Set<string>();
  /** Ids of what waits, is under way, or is delivered and not removed yet. */
  readonly #known = new Set<string>();
  #delivered: string[] = [];
  #removal: Timer | undefined;
  #look: { readonly timer: Timer; readonly dueMs: number } | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: NotificationSenderOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier server has left. Resolves once that is known. */
  async start(): Promise<void> {
    const { outbox, clock } = this.#options;
    await this.#take(outbox.isShared ? clock.now() : Number.POSITIVE_INFINITY);
    await this.#lookAgain();
  }

  /** Follows the commit that has put the rows into the outbox; returns at once. */
  send(rows: readonly NotificationRow[]): void {
    for (const row of rows) {
      if (this.#known.has(row.id)) continue;
      this.#known.add(row.id);
      const queue = this.#waiting.get(row.entity_id);
      if (queue === undefined) this.#waiting.set(row.entity_id, [row]);
      else queue.push(row);
    }
    this.#pump();
  }

  /** What is under way is broken off, and sent again by the next server. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#look?.timer.cancel();
    this.#removal?.cancel();
    this.#waiting.clear();
    await this.#work;
    await this.#remove();
  }

  #pump(): void {
    for (const [entityId, queue] of this.#waiting) {
      if (this.#active.size >= CONCURRENT_MAX || this.#closing.signal.aborted) return;
      if (this.#active.has(entityId)) continue;
      const row = queue.shift();
      if (queue.length === 0) this.#waiting.delete(entityId);
      if (row !== undefined) void this.#deliver(row);
    }
  }

  async #deliver(row: NotificationRow): Promise<void> {
    this.#active.add(row.entity_id);
    try {
      await this.#options.deliver(row, this.#closing.signal);
      this.#removeSoon(row.id);
    } catch (error) {
      if (!this.#closing.signal.aborted) {
        this.#failed(row, error instanceof Error ? error.message : String(error));
      }
    } finally {
      this.#active.delete(row.entity_id);
      this.#pump();
    }
  }

  #failed(row: NotificationRow, reason: string): void {
    const { clock, outbox, settings, onLost } = this.#options;
    const attempts = row.attempts + 1;
    if (attempts >= settings.attemptsMax) {
      onLost(row, reason);
      this.#removeSoon(row.id);
      return;
    }
    const dueMs = clock.now() + settings.retryIntervalMs;
    this.#known.delete(row.id);
    this.#do(() => outbox.postpone(row.id, attempts, dueMs));
    this.#lookAt(dueMs);
  }

  /** Looks for what is due at that time, unless it looks before. */
  #lookAt(dueMs: number): void {
    if (this.#look !== undefined && this.#look.dueMs <= dueMs) return;
    this.#look?.timer.cancel();
    const { clock } = this.#options;
    const timer = clock.setTimer(Math.max(0, dueMs - clock.now()), () => {
      this.#look = undefined;
      this.#do(() => this.#take(clock.now()));
      this.#do(() => this.#lookAgain());
    });
    this.#look = { timer, dueMs };
  }

  /** When something is due; besides that, in case another server leaves something. */
  async #lookAgain(): Promise<void> {
    const { outbox, clock } = this.#options;
    const nowMs = clock.now();
    const dueMs = await outbox.nextDueMs();
    if (this.#closing.signal.aborted) return;
    if (dueMs !== undefined) this.#lookAt(Math.max(dueMs, nowMs + LOOK_PAUSE_MS));
    if (outbox.isShared) this.#lookAt(nowMs + LOOK_INTERVAL_MS);
  }

  async #take(dueToMs: number): Promise<void> {
    const rows = await this.#options.outbox.take(dueToMs, this.#options.clock.now());
    if (!this.#closing.signal.aborted) this.send(rows);
  }

  #removeSoon(id: string): void {
    this.#delivered.push(id);
    this.#removal ??= this.#options.clock.setTimer(REMOVAL_DELAY_MS, () => {
      this.#removal = undefined;
      this.#do(() => this.#remove());
    });
  }

  async #remove(): Promise<void> {
    const ids = this.#delivered;
    if (ids.length === 0) return;
    this.#delivered = [];
    try {
      await this.#options.outbox.remove(ids);
      for (const id of ids) this.#known.delete(id);
    } catch (error) {
      this.#delivered.push(...ids);
      throw error;
    }
  }

  /** One after the other; a failure is reported, and mended by the next look. */
  #do(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.#options.onError(error);
    });
  }
}
