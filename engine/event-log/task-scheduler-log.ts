/** What Spark's TaskSchedulerImpl and the parts around it log of task sets and executors. */
import type { ExecutorInfo } from '../scheduler/scheduler-backend.ts';
import type {
  ExecutorExclusion,
  SchedulerListener,
  StageInfo,
} from '../scheduler/scheduler-events.ts';
import { type TaskAttempt, type TaskSet, taskSetName } from '../scheduler/task-set.ts';
import { durationText } from './duration-text.ts';
import { type LogLevel, type LogTarget, logLine } from './log-line.ts';

const TASK_SCHEDULER = 'TaskSchedulerImpl';
const HEALTH_TRACKER = 'HealthTracker';
const STANDALONE = 'StandaloneSchedulerBackend';
const ALLOCATION_MANAGER = 'ExecutorAllocationManager';

/** The reason of executors that the driver itself has ended. */
const KILLED_BY_DRIVER = 'Executor killed by driver.';

/** How the reason of executors begins that were decommissioned. */
const DECOMMISSIONED = 'Executor decommission: ';

export class TaskSchedulerLog implements SchedulerListener {
  private readonly target: LogTarget;
  private readonly hosts = new Map<string, string>();
  /** When executors were decommissioned that have not ended. */
  private readonly decommissionsBegun = new Map<string, number>();
  /** Tasks of barrier stages that have still to start, by the name of their set. */
  private readonly unstarted = new Map<string, number>();

  constructor(target: LogTarget) {
    this.target = target;
  }

  taskSetSubmitted(taskSet: TaskSet, pool: string): void {
    const name = taskSetName(taskSet);
    const { length } = taskSet.tasks;
    this.line(TASK_SCHEDULER, `Adding task set ${name} with ${length} tasks resource profile 0`);
    if (pool !== '') {
      this.line('FairSchedulableBuilder', `Added task set TaskSet_${name} tasks to pool ${pool}`);
    }
    if (taskSet.isBarrier) {
      this.unstarted.set(name, length);
    }
  }

  taskStarted({ taskSet }: TaskAttempt): void {
    if (!taskSet.isBarrier) {
      return;
    }
    const name = taskSetName(taskSet);
    const left = (this.unstarted.get(name) ?? 0) - 1;
    this.unstarted.set(name, left);
    if (left === 0) {
      const what = `all the ${taskSet.tasks.length} tasks for barrier stage ${taskSet.stageId}`;
      this.line(TASK_SCHEDULER, `Successfully scheduled ${what}.`);
    }
  }

  taskSetRemoved(taskSet: TaskSet, pool: string): void {
    const name = taskSetName(taskSet);
    this.unstarted.delete(name);
    const what = `Removed TaskSet ${name} whose tasks have all completed, from pool ${pool}`;
    this.line(TASK_SCHEDULER, what);
  }

  stageCancelled({ stageId }: StageInfo, reason: string): void {
    this.line(TASK_SCHEDULER, `Canceling stage ${stageId}`);
    this.line(TASK_SCHEDULER, `Killing all running tasks in stage ${stageId}: ${reason}`);
  }

  taskSetCancelled(taskSet: TaskSet): void {
    this.line(TASK_SCHEDULER, `Stage ${taskSetName(taskSet)} was cancelled`);
  }

  executorAdded({ executorId, host, slots }: ExecutorInfo): void {
    this.hosts.set(executorId, host);
    const what = `Registered executor ${executorId} on ${host} with ${slots} cores`;
    this.line('CoarseGrainedSchedulerBackend', what);
  }

  executorRemoved(executorId: string, reason: string): void {
    const host = this.hosts.get(executorId);
    const place = host === undefined ? executorId : `${executorId} on ${host}`;
    this.hosts.delete(executorId);
    const begunMs = this.decommissionsBegun.get(executorId);
    this.decommissionsBegun.delete(executorId);
    if (reason.startsWith(DECOMMISSIONED)) {
      const after =
        begunMs === undefined ? '' : ` after ${durationText(this.target.now() - begunMs)}`;
      this.line(TASK_SCHEDULER, `Executor ${place} is decommissioned${after}.`);
    } else if (reason === KILLED_BY_DRIVER) {
      this.line(TASK_SCHEDULER, `Executor ${place} killed by driver.`);
    } else {
      this.line(TASK_SCHEDULER, `Lost executor ${place}: ${reason}`, 'ERROR');
    }
  }

  executorDecommissioning(executorId: string): void {
    const what = `Received executor ${executorId} decommissioned message`;
    this.line(`${STANDALONE}$StandaloneDriverEndpoint`, what, 'WARN');
  }

  decommissionBegun(executorId: string): void {
    this.decommissionsBegun.set(executorId, this.target.now());
    this.line(STANDALONE, `Decommission executors: ${executorId}`);
  }

  executorExcluded({ executorId, taskFailures, stage }: ExecutorExclusion): void {
    if (stage === undefined) {
      const why = `because it has ${taskFailures} task failures in successful task sets`;
      this.line(HEALTH_TRACKER, `Excluding executor id: ${executorId} ${why}`);
    } else {
      const what = `Excluding executor ${executorId} for stage ${stage.stageId}`;
      this.line('TaskSetExcludelist', what);
    }
  }

  idleExecutorReplaced(executorId: string): void {
    this.line(
      HEALTH_TRACKER,
      `Killing excluded idle executor id ${executorId} because of task unschedulability and ` +
        'trying to acquire a new executor.',
    );
  }

  unschedulableTaskSetWaits(stageId: number, timeoutMs: number): void {
    this.line(
      TASK_SCHEDULER,
      `Waiting for ${timeoutMs} ms for completely excluded task to be schedulable again before ` +
        `aborting stage ${stageId}.`,
    );
  }

  unschedulableTaskSetGivenUp(stageId: number): void {
    this.line(
      TASK_SCHEDULER,
      'Cannot schedule any task because all executors excluded due to failures. Wait time for ' +
        `scheduling expired. Aborting stage ${stageId}.`,
    );
  }

  executorsRequested(added: number, total: number): void {
    this.line(
      ALLOCATION_MANAGER,
      `Requesting ${added} new executor${added === 1 ? '' : 's'} because tasks are backlogged ` +
        `(new desired total will be ${total} for resource profile id: 0)`,
    );
  }

  idleExecutorsRemoved(executorIds: readonly string[]): void {
    const what = `Executors ${executorIds.join(',')} removed due to idle timeout.`;
    this.line(ALLOCATION_MANAGER, what);
  }

  private line(logger: string, message: string, level: LogLevel = 'INFO'): void {
    logLine(this.target, level, logger, message);
  }
}
