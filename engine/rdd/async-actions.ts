/** Actions that can be cancelled: they give at once what may be awaited. */
import type { FollowedAction } from './job-runner.ts';
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /** As `count`. `cancel()` of what it gives ends its jobs, and the promise rejects. */
    countAsync(): FollowedAction<number>;
    collectAsync(): FollowedAction<T[]>;
    takeAsync(num: number): FollowedAction<T[]>;
    foreachAsync(f: (value: T) => unknown): FollowedAction<void>;
    foreachPartitionAsync(f: (rows: IteratorObject<T>) => unknown): FollowedAction<void>;
  }
}

type Rows = RDD<unknown>;

const actions = {
  countAsync(this: Rows) {
    return this.runner.follow(() => this.count());
  },

  collectAsync(this: Rows) {
    return this.runner.follow(() => this.collect());
  },

  takeAsync(this: Rows, num: number) {
    return this.runner.follow(() => this.take(num));
  },

  foreachAsync(this: Rows, f: (value: unknown) => unknown) {
    return this.runner.follow(() => this.foreach(f));
  },

  foreachPartitionAsync(this: Rows, f: (rows: IteratorObject<unknown>) => unknown) {
    return this.runner.follow(() => this.foreachPartition(f));
  },
};

Object.assign(RDD.prototype, actions);
