/**
 * Removes what belongs to objects that the program can no longer reach: the files of shuffles, the
 * blocks of kept RDDs, broadcasts, accumulators and, where asked for, checkpoints. After Spark's
 * ContextCleaner. An RDD holds its lineage and that its shuffles, so nothing is removed that a
 * job of the program could still read.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import { CollectionPressure } from './collection-pressure.ts';

/** `spark.cleaner.*`. */
export interface CleanerSettings {
  /** Whether one removal waits for that before it to be done everywhere. */
  readonly isBlocking: boolean;
  readonly isShuffleBlocking: boolean;
  readonly cleansCheckpoints: boolean;
  readonly periodicGcIntervalMs: number;
}

/** What is left behind by an object that is gone. */
export type Remains =
  | { readonly kind: 'rdd' | 'shuffle' | 'broadcast' | 'accumulator'; readonly id: number }
  | { readonly kind: 'checkpoint'; readonly directory: string };

/** Removes remains; each resolves when that is done everywhere. */
export interface Remover {
  rdd(rddId: number): Promise<void>;
  shuffles(shuffleIds: readonly number[]): Promise<void>;
  broadcast(broadcastId: number): Promise<void>;
  accumulator(accumulatorId: number): void;
  checkpoint(directory: string): Promise<void>;
}

export interface ContextCleanerOptions {
  readonly settings: CleanerSettings;
  readonly clock: Clock;
  readonly remover: Remover;
  readonly collectGarbage: () => void;
  /** Told of removals that failed. */
  readonly warn: (message: string) => void;
}

export class ContextCleaner {
  private readonly options: ContextCleanerOptions;
  private readonly pressure = new CollectionPressure();
  private readonly shuffleBytes = new Map<number, number>();
  private readonly registry = new FinalizationRegistry<Remains>((remains) => this.found(remains));
  private waiting: Remains[] = [];
  private isRemoving = false;
  private periodicGc: Timer | undefined;
  private dueGc: Timer | undefined;
  private isStopped = false;

  constructor(options: ContextCleanerOptions) {
    this.options = options;
    this.armPeriodicGc();
  }

  /** When the object is gone, its remains go too. */
  register(object: object, remains: Remains): void {
    if (remains.kind === 'checkpoint' && !this.options.settings.cleansCheckpoints) {
      return;
    }
    this.registry.register(object, remains);
    if (remains.kind !== 'accumulator') {
      this.pressure.add();
      this.collectIfDue();
    }
  }

  /** A map task has written so much. */
  shuffleWritten(shuffleId: number, sizeBytes: number): void {
    this.shuffleBytes.set(shuffleId, (this.shuffleBytes.get(shuffleId) ?? 0) + sizeBytes);
    this.pressure.addBytes(sizeBytes);
    this.collectIfDue();
  }

  /** Nothing is removed any more. */
  stop(): void {
    this.isStopped = true;
    this.periodicGc?.cancel();
    this.dueGc?.cancel();
  }

  private armPeriodicGc(): void {
    const { clock, settings } = this.options;
    this.periodicGc = clock.setTimer(settings.periodicGcIntervalMs, () => {
      this.collect();
      this.armPeriodicGc();
    });
  }

  /** In a later turn: what the caller works on is still on the stack. */
  private collectIfDue(): void {
    if (this.pressure.isDue && this.dueGc === undefined && !this.isStopped) {
      this.dueGc = this.options.clock.setTimer(0, () => {
        this.dueGc = undefined;
        this.collect();
      });
    }
  }

  private collect(): void {
    this.options.collectGarbage();
    this.pressure.collected();
  }

  private found(remains: Remains): void {
    if (this.isStopped) {
      return;
    }
    this.waiting.push(remains);
    if (!this.isRemoving) {
      this.isRemoving = true;
      // One collection finds many: its later finds are removed together with this one.
      setImmediate(() => void this.removeAll());
    }
  }

  private async removeAll(): Promise<void> {
    while (this.waiting.length > 0 && !this.isStopped) {
      const found = this.waiting;
      this.waiting = [];
      const shuffleIds = found.flatMap((remains) =>
        remains.kind === 'shuffle' ? [remains.id] : [],
      );
      if (shuffleIds.length > 0) {
        await this.removeShuffles(shuffleIds);
      }
      for (const remains of found) {
        if (remains.kind !== 'shuffle') {
          await this.remove(remains);
        }
      }
    }
    this.isRemoving = false;
  }

  private removeShuffles(shuffleIds: readonly number[]): Promise<void> {
    for (const shuffleId of shuffleIds) {
      this.pressure.remove(this.shuffleBytes.get(shuffleId) ?? 0);
      this.shuffleBytes.delete(shuffleId);
    }
    const { remover, settings } = this.options;
    return this.settle(remover.shuffles(shuffleIds), settings.isShuffleBlocking);
  }

  private remove(remains: Remains): Promise<void> | undefined {
    const { remover, settings } = this.options;
    if (remains.kind === 'accumulator') {
      remover.accumulator(remains.id);
      return undefined;
    }
    this.pressure.remove(0);
    const removed =
      remains.kind === 'checkpoint'
        ? remover.checkpoint(remains.directory)
        : remover[remains.kind === 'rdd' ? 'rdd' : 'broadcast'](remains.id);
    return this.settle(removed, settings.isBlocking);
  }

  /** A removal that fails leaves something behind, and no more. */
  private async settle(removed: Promise<void>, isBlocking: boolean): Promise<void> {
    const told = removed.catch((error: unknown) =>
      this.options.warn(`Error cleaning up: ${error instanceof Error ? error.message : error}`),
    );
    if (isBlocking) {
      await told;
    }
  }
}
