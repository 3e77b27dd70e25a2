/** The application's pools: one in FIFO mode; in FAIR mode those of the file and of jobs. */

import type { PoolConfiguration, SchedulingMode } from './pool.ts';
import { compareFair, DEFAULT_POOL, defaultPool, Pool, type Schedulable } from './pool.ts';
import type { PoolInfo } from './scheduler-port.ts';

export interface PoolsOptions {
  readonly mode: SchedulingMode;
  /** Of the allocation file; ignored in FIFO mode. */
  readonly configured: readonly PoolConfiguration[];
  readonly warn: (message: string) => void;
}

export class SchedulablePools<Member extends Schedulable> {
  private readonly options: PoolsOptions;
  private readonly pools = new Map<string, Pool<Member>>();
  private readonly poolOf = new Map<Member, Pool<Member>>();

  constructor(options: PoolsOptions) {
    this.options = options;
    const configured = options.mode === 'FAIR' ? options.configured : [];
    for (const configuration of [defaultPool(DEFAULT_POOL), ...configured]) {
      this.pools.set(configuration.name, new Pool(configuration));
    }
  }

  /**
   * @param poolName what the job asks for; ignored in FIFO mode
   * @returns the name of the pool that it is in; empty for the only one
   */
  add(member: Member, poolName: string | undefined): string {
    const isFair = this.options.mode === 'FAIR';
    const pool = this.named((isFair ? poolName : undefined) ?? DEFAULT_POOL);
    pool.add(member);
    this.poolOf.set(member, pool);
    return isFair ? pool.name : '';
  }

  /** @returns the name of the pool that it was in, empty for the only one; undefined if in none */
  remove(member: Member): string | undefined {
    const pool = this.poolOf.get(member);
    if (pool === undefined) {
      return undefined;
    }
    pool.remove(member);
    this.poolOf.delete(member);
    return this.options.mode === 'FAIR' ? pool.name : '';
  }

  get size(): number {
    return this.poolOf.size;
  }

  members(): IterableIterator<Member> {
    return this.poolOf.keys();
  }

  /** In the order in which they are offered slots now. */
  inOrder(): readonly Member[] {
    if (this.pools.size === 1) {
      return this.named(DEFAULT_POOL).inOrder();
    }
    return [...this.pools.values()].sort(compareFair).flatMap((pool) => pool.inOrder());
  }

  infos(): PoolInfo[] {
    return [...this.pools.values()]
      .map(({ name, mode, minShare, weight, runningTasks }) => ({
        name,
        schedulingMode: mode,
        minShare,
        weight,
        runningTasks,
      }))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  private named(name: string): Pool<Member> {
    let pool = this.pools.get(name);
    if (pool === undefined) {
      pool = new Pool<Member>(defaultPool(name));
      this.pools.set(name, pool);
      this.options.warn(
        `A job was submitted with scheduler pool ${name}, which has not been configured. This ` +
          'can happen when the file that pools are read from is not set, or when that file does ' +
          `not contain ${name}. Created ${name} with default configuration (schedulingMode: ` +
          'FIFO, minShare: 0, weight: 1)',
      );
    }
    return pool;
  }
}
