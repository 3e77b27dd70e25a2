/** What a user's function may know of the task that runs it. */
import { type CurrentTask, currentTask } from '../executor/current-task.ts';
import type { TaskMetrics } from '../executor/task-metrics.ts';

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

  /** How many partitions the task's stage has. */
  numPartitions(): number {
    return this.current.stage.numPartitions;
  }

  /** A property that `SparkContext.setLocalProperty` has set for the job; undefined without it. */
  getLocalProperty(key: string): string | undefined {
    return this.current.stage.properties[key];
  }

  /** How many slots the task takes. */
  cpus(): number {
    return 1;
  }

  /** What the task was given besides: executors have no such resources. */
  resources(): ReadonlyMap<string, unknown> {
    return new Map<string, unknown>();
  }

  /** What the task has counted so far; times are known at its end. */
  taskMetrics(): Readonly<TaskMetrics> {
    return this.current.metrics;
  }

  isCompleted(): boolean {
    return this.current.state === 'completed';
  }

  isFailed(): boolean {
    return this.current.state === 'failed';
  }

  /** Whether the task was told to end, which it is at the latest where rows pass. */
  isInterrupted(): boolean {
    return this.current.isKilled();
  }

  /**
   * Has something done when the task ends, however it ends: what was added last comes first.
   * An error of a listener fails a task that would have succeeded.
   */
  addTaskCompletionListener(listener: (context: this) => void): this {
    this.current.onCompletion.push(() => listener(this));
    return this;
  }

  /** Has something done when the task fails, before what is done at every end. */
  addTaskFailureListener(listener: (context: this, error: unknown) => void): this {
    this.current.onFailure.push((error) => listener(this, error));
    return this;
  }
}
