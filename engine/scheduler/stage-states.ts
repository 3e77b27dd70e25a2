/** Where each active stage stands; one that is in none of the sets is done or not yet wanted. */
import type { Clock } from '../../base/time/clock.ts';
import type { ListenerBus, StageInfo } from './scheduler-events.ts';
import type { OpenStages } from './scheduler-steps.ts';
import type { Stage } from './stage.ts';

export interface StageStatesOptions {
  readonly clock: Clock;
  readonly listeners: ListenerBus;
}

export class StageStates {
  /** For stages above that are missing. */
  readonly waiting = new Set<Stage>();
  readonly running = new Set<Stage>();
  /** Given up by a failure and about to be submitted again. */
  readonly failed = new Set<Stage>();
  private readonly options: StageStatesOptions;

  constructor(options: StageStatesOptions) {
    this.options = options;
  }

  isActive(stage: Stage): boolean {
    return this.waiting.has(stage) || this.running.has(stage) || this.failed.has(stage);
  }

  get counts(): Readonly<Record<'waiting' | 'running' | 'failed', number>> {
    const { waiting, running, failed } = this;
    return { waiting: waiting.size, running: running.size, failed: failed.size };
  }

  /** Ends a running attempt for the listeners; does nothing for a stage that is not running. */
  finish(stage: Stage, failureReason: string | undefined): void {
    if (!this.running.delete(stage)) {
      return;
    }
    if (failureReason === undefined) {
      stage.failedAttempts.clear();
    }
    const { clock, listeners } = this.options;
    stage.info.completionTimeMs = clock.now();
    stage.info.failureReason = failureReason;
    listeners.post('stageCompleted', stage.info);
  }

  /** As listeners see them. */
  infos(): OpenStages {
    const { running, waiting, failed } = this;
    return { running: infosOf(running), waiting: infosOf(waiting), failed: infosOf(failed) };
  }

  runningIds(): number[] {
    return [...this.running].map(({ id }) => id).sort((left, right) => left - right);
  }

  /** Takes the stages that failed, those of older jobs first, then those above. */
  takeFailed(): Stage[] {
    const stages = [...this.failed].sort(
      (left, right) => left.firstJobId - right.firstJobId || left.id - right.id,
    );
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

function infosOf(stages: ReadonlySet<Stage>): StageInfo[] {
  return [...stages].map(({ info }) => info);
}
