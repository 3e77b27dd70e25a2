/**
 * When a busy slot is sent its next task in advance: while one set of many very short tasks has the
 * cluster for itself, so that slots do not stand idle for as long as messages travel. Tasks that
 * would rather run elsewhere, or might have to, are never tied to a slot that is busy.
 */
import type { TaskSetManager } from './task-set-manager.ts';

/** Tasks on their way to one slot beyond the one that runs. */
export const TASKS_AHEAD_MAX = 2;

/** Longer tasks hide the travel of messages by themselves. */
const MEAN_RUN_MS_MAX = 4;

/** Successes before a set's tasks count as short. */
const SUCCESSES_MIN = 16;

/** The last tasks of a set are spread evenly: so many for each slot are not sent in advance. */
const LAST_TASKS_PER_SLOT = 4;

interface RunTimes {
  count: number;
  totalMs: number;
}

export class LaunchAhead {
  private readonly runTimes = new WeakMap<TaskSetManager, RunTimes>();

  taskSucceeded(manager: TaskSetManager, runTimeMs: number): void {
    const known = this.runTimes.get(manager);
    if (known === undefined) {
      this.runTimes.set(manager, { count: 1, totalMs: runTimeMs });
    } else {
      known.count += 1;
      known.totalMs += runTimeMs;
    }
  }

  /** Whether tasks of the set may be sent to slots that are busy. */
  isFor(manager: TaskSetManager, slotCount: number): boolean {
    const { count, totalMs } = this.runTimes.get(manager) ?? { count: 0, totalMs: 0 };
    return (
      manager.mayRunAnywhere &&
      manager.pendingTasks > slotCount * LAST_TASKS_PER_SLOT &&
      count >= SUCCESSES_MIN &&
      totalMs <= count * MEAN_RUN_MS_MAX
    );
  }
}
