/** Where each active stage stands; one that is in none of the sets is done or not yet wanted. */
import type { Stage } from './stage.ts';

export class StageStates {
  /** For stages above that are missing. */
  readonly waiting = new Set<Stage>();
  readonly running = new Set<Stage>();
  /** Given up by a failure and about to be submitted again. */
  readonly failed = new Set<Stage>();

  isActive(stage: Stage): boolean {
    return this.waiting.has(stage) || this.running.has(stage) || this.failed.has(stage);
  }

  get counts(): Readonly<Record<'waiting' | 'running' | 'failed', number>> {
    const { waiting, running, failed } = this;
    return { waiting: waiting.size, running: running.size, failed: failed.size };
  }

  runningIds(): number[] {
    return [...this.running].map(({ id }) => id).sort((left, right) => left - right);
  }

  /** Takes the stages that failed, those of older jobs first. */
  takeFailed(): Stage[] {
    const stages = [...this.failed].sort((left, right) => left.firstJobId - right.firstJobId);
    this.failed.clear();
    return stages;
  }

  /** Takes the stages that waited for one that is complete now, those of older jobs first. */
  takeWaitingFor(parent: Stage): Stage[] {
    const children = [...this.waiting].filter(({ parents }) => parents.includes(parent));
    for (const child of children) {
      this.waiting.delete(child);
    }
    return children.sort((left, right) => left.firstJobId - right.firstJobId);
  }
}
