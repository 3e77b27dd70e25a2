/** Executors and hosts on which tasks of one set failed too often to run there again. */
import type { Clock } from '../../base/time/clock.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { ExclusionSettings } from './scheduler-settings.ts';
import type { TaskAttempt, TaskSet } from './task-set.ts';

interface ExecutorFailures {
  readonly host: string;
  /** Failures of each task. */
  readonly byTask: Map<number, number>;
}

/** What an application's tracker is told of a set that succeeded. */
export type FailuresByExecutor = ReadonlyMap<string, ExecutorFailures>;

export class TaskSetExclusion {
  readonly failures = new Map<string, ExecutorFailures>();
  /** Of the last failure that counted, in words. */
  latestReason = '';
  private readonly settings: ExclusionSettings;
  private readonly taskSet: TaskSet;
  private readonly listeners: ListenerBus;
  private readonly clock: Clock;
  private readonly executors = new Set<string>();
  private readonly hosts = new Set<string>();

  constructor(
    taskSet: TaskSet,
    settings: ExclusionSettings,
    { listeners, clock }: { listeners: ListenerBus; clock: Clock },
  ) {
    this.taskSet = taskSet;
    this.settings = settings;
    this.listeners = listeners;
    this.clock = clock;
  }

  taskFailed({ spec, location, host }: TaskAttempt, reason: string): void {
    const { executorId } = location;
    this.latestReason = reason;
    const known = this.failures.get(executorId) ?? { host, byTask: new Map<number, number>() };
    this.failures.set(executorId, known);
    known.byTask.set(spec.index, (known.byTask.get(spec.index) ?? 0) + 1);
    const { stageFailedTasksPerExecutorMax } = this.settings;
    if (
      this.settings.isTaskAndStageEnabled &&
      known.byTask.size >= stageFailedTasksPerExecutorMax &&
      !this.executors.has(executorId)
    ) {
      this.excludeExecutor(executorId, known);
    }
  }

  /** Whether no task of the set may run there. */
  isExcluded(executorId: string, host: string): boolean {
    return this.hosts.has(host) || this.executors.has(executorId);
  }

  isExcludedForTask(executorId: string, host: string, index: number): boolean {
    const { isTaskAndStageEnabled, taskAttemptsPerExecutorMax, taskAttemptsPerNodeMax } =
      this.settings;
    if (!isTaskAndStageEnabled) {
      return false;
    }
    const onExecutor = this.failures.get(executorId)?.byTask.get(index) ?? 0;
    if (onExecutor >= taskAttemptsPerExecutorMax) {
      return true;
    }
    let onHost = 0;
    for (const failures of this.failures.values()) {
      onHost += failures.host === host ? (failures.byTask.get(index) ?? 0) : 0;
    }
    return onHost >= taskAttemptsPerNodeMax;
  }

  private excludeExecutor(executorId: string, { host, byTask }: ExecutorFailures): void {
    const { stageId, stageAttempt } = this.taskSet;
    const stage = { stageId, stageAttempt };
    const timeMs = this.clock.now();
    this.executors.add(executorId);
    const taskFailures = byTask.size;
    this.listeners.post('executorExcluded', { timeMs, executorId, taskFailures, stage });
    const onHost = [...this.executors].filter((id) => this.failures.get(id)?.host === host);
    const { stageFailedExecutorsPerNodeMax } = this.settings;
    if (onHost.length >= stageFailedExecutorsPerNodeMax && !this.hosts.has(host)) {
      this.hosts.add(host);
      const executorFailures = onHost.length;
      this.listeners.post('nodeExcluded', { timeMs, host, executorFailures, stage });
    }
  }
}
