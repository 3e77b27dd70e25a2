/** How many tasks of the active stage attempts run or wait, from what the schedulers tell. */
import type { SchedulerListener, StageAttempt, StageInfo } from '../scheduler-events.ts';
import { type TaskAttempt, type TaskEnd, taskSetName } from '../task-set.ts';

interface StageTasks {
  readonly taskCount: number;
  /** Indexes that were started and did not fail since. */
  readonly started: Set<number>;
  running: number;
  /** Copies of slow tasks that wait. */
  speculative: number;
}

export interface BacklogEvents {
  /** There is something to wait for. */
  backlogged(): void;
  /** Nothing waits any more. */
  emptied(): void;
}

export class TaskBacklog implements SchedulerListener {
  private readonly stages = new Map<string, StageTasks>();
  private readonly events: BacklogEvents;
  private unschedulable = 0;

  constructor(events: BacklogEvents) {
    this.events = events;
  }

  stageSubmitted({ stageId, attempt, taskCount }: StageInfo): void {
    this.stages.set(`${stageId}.${attempt}`, {
      taskCount,
      started: new Set(),
      running: 0,
      speculative: 0,
    });
    if (taskCount > 0) {
      this.events.backlogged();
    }
  }

  stageCompleted({ stageId, attempt }: StageInfo): void {
    const name = `${stageId}.${attempt}`;
    const stage = this.stages.get(name);
    // Tasks of an attempt that was given up go on running.
    if (stage === undefined || stage.running === 0) {
      this.stages.delete(name);
    } else {
      this.stages.set(name, { ...stage, taskCount: stage.started.size, speculative: 0 });
    }
    this.tellIfEmpty();
  }

  taskStarted({ taskSet, spec, isSpeculative }: TaskAttempt): void {
    const stage = this.stages.get(taskSetName(taskSet));
    if (stage === undefined) {
      return;
    }
    stage.running += 1;
    stage.started.add(spec.index);
    stage.speculative -= isSpeculative && stage.speculative > 0 ? 1 : 0;
    this.tellIfEmpty();
  }

  taskEnded({ taskSet, spec, taskId }: TaskAttempt, end: TaskEnd): void {
    const name = taskSetName(taskSet);
    const stage = this.stages.get(name);
    if (stage === undefined || taskId < 0) {
      return;
    }
    stage.running -= 1;
    if (end.status !== 'success' && stage.taskCount > stage.started.size - 1) {
      stage.started.delete(spec.index);
      this.events.backlogged();
    }
    if (stage.running === 0 && stage.started.size >= stage.taskCount) {
      this.stages.delete(name);
    }
  }

  speculativeTaskSubmitted({ stageId, stageAttempt }: StageAttempt): void {
    const stage = this.stages.get(`${stageId}.${stageAttempt}`);
    if (stage !== undefined) {
      stage.speculative += 1;
      this.events.backlogged();
    }
  }

  unschedulableTaskSetAdded(): void {
    this.unschedulable += 1;
    this.events.backlogged();
  }

  unschedulableTaskSetRemoved(): void {
    this.unschedulable -= 1;
  }

  /** Tasks that wait, copies of slow ones among them. */
  get pending(): number {
    let count = 0;
    for (const { taskCount, started, speculative } of this.stages.values()) {
      count += Math.max(taskCount - started.size, 0) + speculative;
    }
    return count;
  }

  get running(): number {
    let count = 0;
    for (const { running } of this.stages.values()) {
      count += running;
    }
    return count;
  }

  /** Task sets that wait for an executor where their tasks may run. */
  get unschedulableSets(): number {
    return this.unschedulable;
  }

  private tellIfEmpty(): void {
    if (this.pending === 0) {
      this.events.emptied();
    }
  }
}
