/**
 * The resilient distributed dataset: rows in partitions, described and not computed until an action
 * asks. Transformations give a new RDD at once; actions give a promise. Functions run on executors:
 * what they capture travels by value. Functions over pairs, in order and so on are added by the
 * modules beside this one.
 */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { AnyFunction } from '../closure/annotation.ts';
import { checkClosure } from '../closure/check-closure.ts';
import { callSites } from '../context/call-site.ts';
import type { JobRunner } from './job-runner.ts';
import type { LibraryFunction } from './library-function.ts';
import { type DriverPlan, Lineage, type LineageDescription } from './lineage.ts';
import { StorageLevel, sameLevel } from './storage-level.ts';

/** A row type that keeps `[key, value]` literals as pairs. */
// biome-ignore lint/complexity/noBannedTypes: any value, and a hint that arrays may be tuples.
export type Row = [unknown, unknown] | {} | null | undefined;

type NewLineage = Omit<LineageDescription, 'callSite'>;

export class RDD<T> {
  /** @internal The untyped description that the scheduler works on. */
  readonly lineage: Lineage;
  /** @internal */
  readonly runner: JobRunner;
  /** Makes `RDD<A>` and `RDD<B>` different types; never set. */
  declare readonly rowType?: T;

  /** @internal */
  constructor(runner: JobRunner, lineage: Lineage) {
    this.runner = runner;
    this.lineage = lineage;
  }

  /** Unique within the context. */
  get id(): number {
    return this.lineage.id;
  }

  get name(): string | undefined {
    return this.lineage.name;
  }

  setName(name: string): this {
    this.lineage.name = name;
    return this;
  }

  /** Reads file listings where that has not been done. */
  getNumPartitions(): number {
    return this.lineage.partitionCount;
  }

  toString(): string {
    return this.lineage.toString();
  }

  /** Each row by the function. Lazy, no shuffle. */
  map<U extends Row>(fn: (value: T) => U): RDD<U> {
    travels(fn);
    return this.narrow('map', (input, rddId) => ({ kind: 'map', rddId, fn, input }));
  }

  /** The rows for which the function gives a true value. Lazy, no shuffle, keeps partitioning. */
  filter<U extends T>(fn: (value: T) => value is U): RDD<U>;
  filter(fn: (value: T) => unknown): RDD<T>;
  filter(fn: (value: T) => unknown): RDD<T> {
    travels(fn);
    const plan = (input: DriverPlan, rddId: number): DriverPlan => ({
      kind: 'filter',
      rddId,
      fn,
      input,
    });
    return this.narrow('filter', plan, true);
  }

  /** All that the function gives for each row, in order. Lazy, no shuffle. */
  flatMap<U extends Row>(fn: (value: T) => Iterable<U>): RDD<U> {
    travels(fn);
    return this.narrow('flatMap', (input, rddId) => ({ kind: 'flat-map', rddId, fn, input }));
  }

  /** The function is called once a partition. Lazy, no shuffle. */
  mapPartitions<U extends Row>(
    fn: (rows: IteratorObject<T>) => Iterable<U>,
    preservesPartitioning = false,
  ): RDD<U> {
    travels(fn);
    return this.narrow(
      'mapPartitions',
      (input, rddId) => ({ kind: 'map-partitions', withIndex: false, rddId, fn, input }),
      preservesPartitioning,
    );
  }

  /** As `mapPartitions`, with the partition's number first. */
  mapPartitionsWithIndex<U extends Row>(
    fn: (partition: number, rows: IteratorObject<T>) => Iterable<U>,
    preservesPartitioning = false,
  ): RDD<U> {
    travels(fn);
    return this.narrow(
      'mapPartitionsWithIndex',
      (input, rddId) => ({ kind: 'map-partitions', withIndex: true, rddId, fn, input }),
      preservesPartitioning,
    );
  }

  /** Pairs of what the function gives and the row. Lazy, no shuffle. */
  keyBy<K>(fn: (value: T) => K): RDD<[K, T]> {
    travels(fn);
    return this.narrow('keyBy', (input, rddId) => ({ kind: 'key-by', rddId, fn, input }));
  }

  /**
   * Keeps the rows where they were computed first, for later jobs. Changes nothing until an action
   * computes them.
   * @throws HowdahError `HOWDAH_STORAGE_LEVEL_FIXED` when another level was set before
   */
  persist(newLevel: StorageLevel = StorageLevel.MEMORY_ONLY): this {
    const { lineage } = this;
    if (lineage.isPersisted && !sameLevel(lineage.storageLevel, newLevel)) {
      throw new HowdahError('HOWDAH_STORAGE_LEVEL_FIXED');
    }
    if (!lineage.isPersisted) {
      lineage.face = this;
      this.runner.cleaner?.register(lineage, { kind: 'rdd', id: lineage.id });
    }
    lineage.storageLevel = newLevel;
    this.runner.keeps(this);
    return this;
  }

  /** `persist` in memory. */
  cache(): this {
    return this.persist();
  }

  /**
   * Forgets the rows that were kept; an action that needs them computes them anew.
   * @param blocking gives a promise of the RDD, for when no executor keeps a row any more
   */
  unpersist(blocking?: false): this;
  unpersist(blocking: true): Promise<this>;
  unpersist(blocking = false): this | Promise<this> {
    this.lineage.storageLevel = StorageLevel.NONE;
    const gone = this.runner.unpersist(this.lineage.id);
    return blocking ? this.runner.keepAlive.during(gone).then(() => this) : this;
  }

  getStorageLevel(): StorageLevel {
    return this.lineage.storageLevel;
  }

  /**
   * @internal A new RDD whose partitions each need one of this one's.
   * @param isOrderSensitive whether other rows come out where they come in another order
   */
  narrow<U>(
    operation: string,
    plan: (input: DriverPlan, rddId: number) => DriverPlan,
    keepsPartitioning = false,
    isOrderSensitive = false,
  ): RDD<U> {
    const { lineage } = this;
    return this.derive({
      className: 'MapPartitionsRDD',
      operation,
      dependencies: [{ kind: 'narrow', parent: lineage, parentPartitions: undefined }],
      partitionCount: () => lineage.partitionCount,
      isOrderSensitive,
      plan: ([input], rddId) => plan(input as DriverPlan, rddId),
      ...(keepsPartitioning ? { partitioner: () => lineage.partitioner } : {}),
    });
  }

  /** @internal A function of the engine over each partition's iterator, as `narrow`. */
  throughLibrary<U>(
    operation: string,
    fn: LibraryFunction,
    { withIndex = false, keepsPartitioning = false, isOrderSensitive = false } = {},
  ): RDD<U> {
    return this.narrow(
      operation,
      (input, rddId) => ({ kind: 'map-partitions', withIndex, rddId, fn, input }),
      keepsPartitioning,
      isOrderSensitive,
    );
  }

  /** @internal A new RDD of the same context. */
  derive<U>(description: NewLineage): RDD<U> {
    return newRdd(this.runner, description);
  }
}

/** @internal */
export function newRdd<U>(runner: JobRunner, description: NewLineage): RDD<U> {
  runner.checkRunning();
  for (const dependency of description.dependencies) {
    if (dependency.kind === 'shuffle') {
      runner.cleaner?.register(dependency, { kind: 'shuffle', id: dependency.shuffleId });
    }
  }
  const { short: site, long: callStack } = callSites();
  return new RDD<U>(
    runner,
    new Lineage(runner.newRddId(), { ...description, callSite: site, callStack }),
  );
}

/**
 * @internal Fails at the user's call for what cannot travel.
 * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE`
 */
export function travels(fn: AnyFunction): void {
  if (typeof fn !== 'function') {
    throw new TypeError(`A function is needed, not ${String(fn)}`);
  }
  checkClosure(fn);
}
