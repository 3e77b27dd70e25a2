/** Actions that can be cancelled: they give at once what may be awaited. */
import { FutureAction } from '../context/future-action.ts';
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** As `count`. `cancel()` of what it gives ends its jobs, and the promise rejects. */
    countAsync(): FutureAction<number>;
    collectAsync(): FutureAction<T[]>;
    takeAsync(num: number): FutureAction<T[]>;
    foreachAsync(f: (value: T) => unknown): FutureAction<void>;
    foreachPartitionAsync(f: (rows: IteratorObject<T>) => unknown): FutureAction<void>;
  }
}

type Rows = RDD<unknown>;

function followed<T>({ runner }: Rows, action: () => Promise<T>): FutureAction<T> {
  const cancel = (jobId: number, reason?: string) => runner.cancelJob(jobId, reason);
  return new FutureAction(runner.jobScope, cancel, action);
}

const actions = {
  countAsync(this: Rows) {
    return followed(this, () => this.count());
  },

  collectAsync(this: Rows) {
    return followed(this, () => this.collect());
  },

  takeAsync(this: Rows, num: number) {
    return followed(this, () => this.take(num));
  },

  foreachAsync(this: Rows, f: (value: unknown) => unknown) {
    return followed(this, () => this.foreach(f));
  },

  foreachPartitionAsync(this: Rows, f: (rows: IteratorObject<unknown>) => unknown) {
    return followed(this, () => this.foreachPartition(f));
  },
};

Object.assign(RDD.prototype, actions);
