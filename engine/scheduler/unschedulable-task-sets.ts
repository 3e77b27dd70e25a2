/**
 * Task sets of which a task may run nowhere any more. An executor that does nothing is replaced by
 * one that is not excluded, and the set is given up if that does not help in time; without such an
 * executor it is given up at once.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { ExecutorTable } from './executor-table.ts';
import type { HealthTracker } from './health-tracker.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { SchedulerSettings } from './scheduler-settings.ts';
import { type TaskSpec, taskSetName } from './task-set.ts';
import type { TaskSetManager } from './task-set-manager.ts';

export interface UnschedulableOptions {
  readonly settings: SchedulerSettings;
  readonly clock: Clock;
  readonly executors: ExecutorTable;
  readonly health: HealthTracker;
  readonly listeners: ListenerBus;
  /** Undefined where the backend cannot replace executors. */
  readonly replaceExecutor: ((executorId: string, reason: string) => void) | undefined;
  readonly abort: (manager: TaskSetManager, reason: string) => void;
}

export class UnschedulableTaskSets {
  private readonly options: UnschedulableOptions;
  private readonly waiting = new Map<TaskSetManager, Timer>();

  constructor(options: UnschedulableOptions) {
    this.options = options;
  }

  get size(): number {
    return this.waiting.size;
  }

  /** Looks at a set that took no slot in a round. */
  check(manager: TaskSetManager): void {
    const task = this.unschedulableTask(manager);
    if (task === undefined) {
      return;
    }
    const { executors, settings, replaceExecutor } = this.options;
    if (this.waiting.has(manager)) {
      return;
    }
    if (settings.allocation !== undefined) {
      this.giveTime(manager);
      return;
    }
    const idle = executors.infos().find(({ executorId }) => !executors.isBusy(executorId));
    if (idle === undefined || replaceExecutor === undefined) {
      this.giveUp(manager, task);
      return;
    }
    this.giveTime(manager);
    this.options.listeners.post('idleExecutorReplaced', idle.executorId);
    replaceExecutor(
      idle.executorId,
      `Killing excluded idle executor id ${idle.executorId} because of task unschedulability ` +
        'and trying to acquire a new executor.',
    );
  }

  /** Something was launched: no set is waiting for a place in vain. */
  launched(): void {
    for (const manager of [...this.waiting.keys()]) {
      this.forget(manager);
    }
  }

  forget(manager: TaskSetManager): void {
    const timer = this.waiting.get(manager);
    if (timer !== undefined) {
      timer.cancel();
      this.waiting.delete(manager);
      this.options.listeners.post('unschedulableTaskSetRemoved', stageOf(manager));
    }
  }

  private giveTime(manager: TaskSetManager): void {
    const { clock, settings, listeners } = this.options;
    const timer = clock.setTimer(settings.exclusion.unschedulableTimeoutMs, () => {
      const task = this.unschedulableTask(manager);
      this.forget(manager);
      if (task !== undefined) {
        listeners.post('unschedulableTaskSetGivenUp', manager.stageId);
        this.giveUp(manager, task);
      }
    });
    this.waiting.set(manager, timer);
    const { unschedulableTimeoutMs } = settings.exclusion;
    listeners.post('unschedulableTaskSetWaits', manager.stageId, unschedulableTimeoutMs);
    listeners.post('unschedulableTaskSetAdded', stageOf(manager));
  }

  private giveUp(manager: TaskSetManager, { index, partition }: TaskSpec): void {
    this.options.abort(
      manager,
      `Aborting TaskSet ${taskSetName(manager.taskSet)} because task ${index} (partition ` +
        `${partition}) cannot run anywhere due to node and executor excludeOnFailure. Most ` +
        `recent failure: ${manager.exclusion?.latestReason ?? ''} ExcludeOnFailure behavior can ` +
        'be configured via spark.excludeOnFailure.*.',
    );
  }

  private unschedulableTask(manager: TaskSetManager): TaskSpec | undefined {
    const { executors, health } = this.options;
    const { exclusion } = manager;
    if (exclusion === undefined || executors.size === 0) {
      return undefined;
    }
    const all = executors.infos();
    return manager.unschedulableTask((index) =>
      all.every(
        ({ executorId, host }) =>
          health.isExcluded(executorId, host) ||
          exclusion.isExcluded(executorId, host) ||
          exclusion.isExcludedForTask(executorId, host, index),
      ),
    );
  }
}

function stageOf({ taskSet }: TaskSetManager): { stageId: number; stageAttempt: number } {
  return { stageId: taskSet.stageId, stageAttempt: taskSet.stageAttempt };
}
