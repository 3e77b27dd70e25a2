/** Looks for slow tasks at an interval for as long as there are task sets. */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { SpeculationSettings } from './scheduler-settings.ts';
import type { TaskSetManager } from './task-set-manager.ts';

export interface SpeculationRoundsOptions {
  readonly settings: SpeculationSettings;
  readonly clock: Clock;
  readonly listeners: ListenerBus;
  readonly managers: () => Iterable<TaskSetManager>;
  readonly slotsPerExecutor: () => number;
  /** Copies wait for slots. */
  readonly onFound: () => void;
}

export class SpeculationRounds {
  private readonly options: SpeculationRoundsOptions;
  private timer: Timer | undefined;

  constructor(options: SpeculationRoundsOptions) {
    this.options = options;
  }

  start(): void {
    const { settings, clock } = this.options;
    if (!settings.isEnabled || this.timer !== undefined) {
      return;
    }
    this.timer = clock.setTimer(settings.intervalMs, () => {
      this.timer = undefined;
      this.round();
    });
  }

  private round(): void {
    const { managers, clock, slotsPerExecutor, listeners, onFound } = this.options;
    let found = 0;
    let sets = 0;
    for (const manager of managers()) {
      const { stageId, stageAttempt } = manager.taskSet;
      sets += 1;
      for (const { index, partition } of manager.findSlow(slotsPerExecutor(), clock.now())) {
        found += 1;
        const stage = { stageId, stageAttempt };
        listeners.post('speculativeTaskSubmitted', stage, index, partition);
      }
    }
    if (sets > 0) {
      this.start();
    }
    if (found > 0) {
      onFound();
    }
  }
}
