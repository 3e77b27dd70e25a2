/** Says, again and again, that the first tasks of an application still wait for an executor. */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { SchedulerListener, StageInfo } from './scheduler-events.ts';

/** Spark's words. */
const WARNING =
  'Initial job has not accepted any resources; check your cluster UI to ensure that workers are ' +
  'registered and have sufficient resources';

export interface StarvationWatchOptions {
  readonly clock: Clock;
  /** `spark.starvation.timeout`: until the first warning, and between two of them. */
  readonly timeoutMs: number;
  readonly warn: (message: string) => void;
}

export class StarvationWatch implements SchedulerListener {
  private readonly options: StarvationWatchOptions;
  private timer: Timer | undefined;
  private hasLaunched = false;

  constructor(options: StarvationWatchOptions) {
    this.options = options;
  }

  stageSubmitted({ taskCount }: StageInfo): void {
    if (!this.hasLaunched && taskCount > 0) {
      this.arm();
    }
  }

  /** Later waits are for slots that others use, which is no cause for alarm. */
  taskStarted(): void {
    this.hasLaunched = true;
    this.stop();
  }

  /** Nothing waits any more. */
  stageCompleted(): void {
    this.stop();
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private arm(): void {
    const { clock, timeoutMs, warn } = this.options;
    this.timer ??= clock.setTimer(timeoutMs, () => {
      this.timer = undefined;
      warn(WARNING);
      this.arm();
    });
  }
}
