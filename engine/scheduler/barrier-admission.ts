/**
 * Lets jobs with barrier stages in when there are slots for all their tasks. Executors may still be
 * starting, so a job waits and is looked at again, so often and no more.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import { barrierObstacle, slotShortage } from './barrier-checks.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { SchedulerSettings } from './scheduler-settings.ts';
import type { ActiveJob, Stage } from './stage.ts';

export interface BarrierAdmissionOptions {
  readonly settings: SchedulerSettings;
  readonly clock: Clock;
  readonly listeners: ListenerBus;
  readonly slotCount: () => number;
  /** Looks at a job again. */
  readonly retry: (job: ActiveJob) => void;
}

interface Waiting {
  timer: Timer;
  checks: number;
}

export class BarrierAdmission {
  private readonly options: BarrierAdmissionOptions;
  private readonly waiting = new Map<ActiveJob, Waiting>();

  constructor(options: BarrierAdmissionOptions) {
    this.options = options;
  }

  /** @returns undefined for a job that may begin, why it fails, or that it has to wait */
  check(job: ActiveJob, stages: readonly Stage[]): string | undefined {
    const { settings, slotCount } = this.options;
    for (const stage of stages) {
      const obstacle = barrierObstacle(stage, settings.allocation !== undefined);
      if (obstacle !== undefined) {
        return obstacle;
      }
    }
    const shortage = slotShortage(stages, slotCount());
    if (shortage === undefined) {
      this.forget(job);
      return undefined;
    }
    const checks = this.waiting.get(job)?.checks ?? 0;
    const taskCounts = stages.map(({ isBarrier, taskCount }) => (isBarrier ? taskCount : 0));
    const retries = settings.barrierChecksMax - checks;
    const slots = [Math.max(...taskCounts), slotCount()] as const;
    this.options.listeners.post('barrierJobPostponed', job.id, ...slots, retries);
    if (retries <= 0) {
      return shortage;
    }
    this.wait(job, checks);
    return 'wait';
  }

  /** Executors have come: whoever waits is looked at, which does not count as a check. */
  slotsAdded(): void {
    for (const job of [...this.waiting.keys()]) {
      this.options.retry(job);
    }
  }

  forget(job: ActiveJob): void {
    this.waiting.get(job)?.timer.cancel();
    this.waiting.delete(job);
  }

  private wait(job: ActiveJob, checks: number): void {
    const { clock, settings, retry } = this.options;
    this.waiting.get(job)?.timer.cancel();
    const waiting: Waiting = {
      checks,
      timer: clock.setTimer(settings.barrierCheckIntervalMs, () => {
        waiting.checks += 1;
        retry(job);
      }),
    };
    this.waiting.set(job, waiting);
  }
}
