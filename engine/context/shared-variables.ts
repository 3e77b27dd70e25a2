/** What a context gives to every task: broadcasts, accumulators and files. */

import { RDD } from '../rdd/rdd.ts';
import { broadcastToBytes } from '../storage/broadcast-value.ts';
import {
  type Accumulator,
  CollectionAccumulator,
  DoubleAccumulator,
  LongAccumulator,
} from './accumulator.ts';
import { AccumulatorRegistry } from './accumulator-registry.ts';
import { Broadcast } from './broadcast.ts';
import { SparkContext } from './spark-context.ts';

declare module './spark-context.ts' {
  interface SparkContext {
    /**
     * Hands a value to the executors, once for each that needs it, as it is now.
     * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` for a value that would lose something;
     *   TypeError for an RDD
     */
    broadcast<T>(value: T): Broadcast<T>;
    /** A sum of numbers that tasks add to; a named one is shown in the user interface. */
    longAccumulator(name?: string): LongAccumulator;
    doubleAccumulator(name?: string): DoubleAccumulator;
    /** A list that tasks add to. */
    collectionAccumulator<T>(name?: string): CollectionAccumulator<T>;
    /** Makes an accumulator of a class of the program's own known. @throws Error the second time */
    register<A extends Accumulator<never, unknown>>(accumulator: A, name?: string): A;
    /**
     * Gives every task a copy of a file, which it finds with `SparkFiles.get(name)`.
     * @param path a file, or with `recursive` a directory
     * @throws HowdahError `HOWDAH_INPUT_MISSING`
     */
    addFile(path: string, recursive?: boolean): void;
    /** URIs of the files that were added. */
    listFiles(): readonly string[];
    /** @internal */
    dropBroadcast(broadcastId: number): Promise<void>;
    /** @internal */
    destroyBroadcast(broadcastId: number): Promise<void>;
    /** @internal */
    forgetAccumulator(accumulatorId: number): void;
  }
}

let nextBroadcastId = 0;

const registries = new WeakMap<SparkContext, AccumulatorRegistry>();

/** Made with the first accumulator: most programs have none. */
function accumulatorsOf(context: SparkContext): AccumulatorRegistry {
  let registry = registries.get(context);
  if (registry === undefined) {
    const { listeners } = context.scheduler;
    registry = new AccumulatorRegistry(listeners);
    registries.set(context, registry);
    listeners.add(registry);
  }
  return registry;
}

const functions: ThisType<SparkContext> & Partial<SparkContext> = {
  broadcast<T>(value: T): Broadcast<T> {
    if (value instanceof RDD) {
      throw new TypeError(
        'Can not directly broadcast RDDs; instead, call collect() and broadcast the result.',
      );
    }
    this.checkRunning();
    const description = this.broadcasts.add(nextBroadcastId++, broadcastToBytes(value));
    const broadcast = new Broadcast(this, description, value);
    this.cleaner?.register(broadcast, { kind: 'broadcast', id: broadcast.id });
    return broadcast;
  },

  longAccumulator(name) {
    return this.register(new LongAccumulator(), name);
  },

  doubleAccumulator(name) {
    return this.register(new DoubleAccumulator(), name);
  },

  collectionAccumulator<T>(name?: string) {
    return this.register(new CollectionAccumulator<T>(), name);
  },

  register(accumulator, name) {
    const registered = accumulatorsOf(this).register(accumulator, name);
    this.cleaner?.register(registered, { kind: 'accumulator', id: registered.id as number });
    return registered;
  },

  addFile(path, recursive = false) {
    this.checkRunning();
    this.files.add(path, recursive);
    this.backend.filesAdded?.();
  },

  listFiles() {
    return this.files.list();
  },

  dropBroadcast(broadcastId) {
    return this.backend.dropBroadcast(broadcastId);
  },

  destroyBroadcast(broadcastId) {
    this.broadcasts.destroy(broadcastId);
    return this.backend.dropBroadcast(broadcastId);
  },

  forgetAccumulator(accumulatorId) {
    accumulatorsOf(this).forget(accumulatorId);
  },
};

Object.assign(SparkContext.prototype, functions);
