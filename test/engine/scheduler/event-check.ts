/** Checks what listeners are told: what begins ends, once, and barrier stages start as a whole. */
import type {
  JobStart,
  SchedulerListener,
  StageInfo,
} from '../../../engine/scheduler/scheduler-events.ts';
import { type TaskAttempt, taskSetName } from '../../../engine/scheduler/task-set.ts';

export class EventCheck implements SchedulerListener {
  private readonly open = new Set<string>();
  private readonly past = new Set<string>();
  private readonly barrierStarts = new Map<string, { started: number; tasks: number }>();

  jobStarted({ jobId }: JobStart): void {
    this.begin(`job ${jobId}`);
  }

  jobEnded(jobId: number): void {
    this.end(`job ${jobId}`);
  }

  stageSubmitted({ stageId, attempt }: StageInfo): void {
    this.begin(`stage ${stageId}.${attempt}`);
  }

  stageCompleted({ stageId, attempt }: StageInfo): void {
    this.end(`stage ${stageId}.${attempt}`);
  }

  taskStarted({ taskId, taskSet }: TaskAttempt): void {
    this.begin(`task ${taskId}`);
    if (taskSet.isBarrier) {
      const name = taskSetName(taskSet);
      const known = this.barrierStarts.get(name) ?? { started: 0, tasks: taskSet.tasks.length };
      known.started += 1;
      this.barrierStarts.set(name, known);
    }
  }

  taskEnded({ taskId }: TaskAttempt): void {
    this.end(`task ${taskId}`);
  }

  /** What has begun and not ended. */
  get unfinished(): readonly string[] {
    return [...this.open];
  }

  /** Barrier stage attempts of which some tasks started and others did not. */
  get tornBarriers(): readonly string[] {
    return [...this.barrierStarts]
      .filter(([, { started, tasks }]) => started % tasks !== 0)
      .map(([name]) => name);
  }

  private begin(what: string): void {
    if (this.past.has(what)) {
      throw new Error(`The ${what} begins twice`);
    }
    this.past.add(what);
    this.open.add(what);
  }

  private end(what: string): void {
    if (!this.open.delete(what)) {
      throw new Error(`The ${what} ends without having begun, or twice`);
    }
  }
}
