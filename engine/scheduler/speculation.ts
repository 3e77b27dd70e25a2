/** Which running tasks of a set are so slow that a second copy is worth its slot: Spark's rules. */
import type { SpeculationSettings } from './scheduler-settings.ts';
import type { TaskAttempt } from './task-set.ts';

export class Speculation {
  private readonly settings: SpeculationSettings;
  private readonly taskCount: number;
  /** Of successes, in ascending order. */
  private readonly durationsMs: number[] = [];
  private readonly speculated = new Set<number>();

  constructor(settings: SpeculationSettings, taskCount: number) {
    this.settings = settings;
    this.taskCount = taskCount;
  }

  taskSucceeded(durationMs: number): void {
    let at = this.durationsMs.length;
    while (at > 0 && (this.durationsMs[at - 1] as number) > durationMs) {
      at -= 1;
    }
    this.durationsMs.splice(at, 0, durationMs);
  }

  /** The task runs no more: it may be slow again another time. */
  forget(index: number): void {
    this.speculated.delete(index);
  }

  /**
   * @param isLone whether the task has not succeeded and runs once
   * @param slotsPerExecutor sets that fit into one executor may use the fixed threshold
   * @returns the indexes of tasks that are slow and were not named before
   */
  findSlow(
    running: Iterable<TaskAttempt>,
    isLone: (index: number) => boolean,
    slotsPerExecutor: number,
    nowMs: number,
  ): number[] {
    const limits = this.limits(slotsPerExecutor);
    if (limits === undefined) {
      return [];
    }
    const slow: number[] = [];
    for (const { spec, launchTimeMs } of running) {
      const { index } = spec;
      if (nowMs - launchTimeMs > limits && isLone(index) && !this.speculated.has(index)) {
        this.speculated.add(index);
        slow.push(index);
      }
    }
    return slow;
  }

  /** The run time in milliseconds beyond which a task is slow; undefined if none can be told. */
  private limits(slotsPerExecutor: number): number | undefined {
    const { settings, taskCount, durationsMs } = this;
    const { durationThresholdMs, longRunTaskFactor } = settings;
    const finishedMin = Math.max(Math.floor(settings.quantile * taskCount), 1);
    const hasFixed = durationThresholdMs > 0 && taskCount <= slotsPerExecutor;
    if (taskCount === 1 && !hasFixed) {
      return undefined;
    }
    if (durationsMs.length >= finishedMin) {
      const usual = settings.multiplier * median(durationsMs);
      const threshold = Math.max(usual, settings.taskRuntimeMinMs);
      // Executors do not say how fast running tasks get on, so a task counts as efficient until it
      // has run for so long that its efficiency does not matter.
      return settings.isEfficiencyChecked ? threshold * longRunTaskFactor : threshold;
    }
    return hasFixed ? durationThresholdMs : undefined;
  }
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
