/**
 * Who is offered a free slot first. In FIFO order the older job goes first and then the lower
 * stage. In FAIR order pools that run less than their minimum share go first, and otherwise the one
 * that runs least for its weight.
 */

export type SchedulingMode = 'FIFO' | 'FAIR';

/** A task set or a pool of them. */
export interface Schedulable {
  readonly name: string;
  /** The job's id. */
  readonly priority: number;
  readonly stageId: number;
  readonly weight: number;
  readonly minShare: number;
  readonly runningTasks: number;
}

export interface PoolConfiguration {
  readonly name: string;
  readonly mode: SchedulingMode;
  readonly weight: number;
  readonly minShare: number;
}

export const DEFAULT_POOL = 'default';

export function defaultPool(name: string): PoolConfiguration {
  return { name, mode: 'FIFO', weight: 1, minShare: 0 };
}

export function compareFifo(left: Schedulable, right: Schedulable): number {
  return left.priority - right.priority || left.stageId - right.stageId;
}

export function compareFair(left: Schedulable, right: Schedulable): number {
  const isLeftNeedy = left.runningTasks < left.minShare;
  const isRightNeedy = right.runningTasks < right.minShare;
  if (isLeftNeedy !== isRightNeedy) {
    return isLeftNeedy ? -1 : 1;
  }
  const share = isLeftNeedy ? shareOfMinimum : shareOfWeight;
  return share(left) - share(right) || (left.name < right.name ? -1 : 1);
}

function shareOfMinimum({ runningTasks, minShare }: Schedulable): number {
  return runningTasks / Math.max(minShare, 1);
}

function shareOfWeight({ runningTasks, weight }: Schedulable): number {
  return runningTasks / weight;
}

export class Pool<Member extends Schedulable> implements Schedulable {
  readonly name: string;
  readonly mode: SchedulingMode;
  readonly weight: number;
  readonly minShare: number;
  readonly priority = 0;
  readonly stageId = -1;
  private members: Member[] = [];

  constructor({ name, mode, weight, minShare }: PoolConfiguration) {
    this.name = name;
    this.mode = mode;
    this.weight = weight;
    this.minShare = minShare;
  }

  get runningTasks(): number {
    let total = 0;
    for (const member of this.members) {
      total += member.runningTasks;
    }
    return total;
  }

  /** Members stand in FIFO order, so that only FAIR order is made anew for each offer. */
  add(member: Member): void {
    let at = this.members.length;
    while (at > 0 && compareFifo(this.members[at - 1] as Member, member) > 0) {
      at -= 1;
    }
    this.members = this.members.toSpliced(at, 0, member);
  }

  remove(member: Member): void {
    this.members = this.members.filter((other) => other !== member);
  }

  inOrder(): readonly Member[] {
    return this.mode === 'FIFO' ? this.members : this.members.toSorted(compareFair);
  }
}
