/** What a user's function may know of the task that runs it. */
import { type CurrentTask, currentTask } from '../executor/current-task.ts';

/**
 * The running task: `TaskContext.get()` within a function that an executor runs.
 * @public for programs
 */
export class TaskContext {
  protected readonly current: CurrentTask;

  protected constructor(current: CurrentTask) {
    this.current = current;
  }

  /** Undefined in the driver. */
  static get(): TaskContext | undefined {
    const current = currentTask();
    return current === undefined ? undefined : new TaskContext(current);
  }

  /** The partition's number; 0 in the driver. */
  static getPartitionId(): number {
    return currentTask()?.task.partition ?? 0;
  }

  partitionId(): number {
    return this.current.task.partition;
  }

  stageId(): number {
    return this.current.task.stageId;
  }

  stageAttemptNumber(): number {
    return this.current.task.stageAttempt;
  }

  /** 0 for the first attempt of the task within its stage attempt. */
  attemptNumber(): number {
    return this.current.task.attemptNumber;
  }

  /** Unique within the application. */
  taskAttemptId(): number {
    return this.current.task.taskId;
  }
}
