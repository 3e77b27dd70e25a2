/** What the DAG scheduler and the task scheduler say to each other. */
import type { Clock } from '../../base/time/clock.ts';
import type { ErrorDescription } from '../executor/slot-protocol.ts';
import type { AccumulatorUpdate } from '../executor/task-accumulators.ts';
import type { PoolConfiguration } from './pool.ts';
import type { SchedulerBackend } from './scheduler-backend.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { SchedulerSettings } from './scheduler-settings.ts';
import type { SlotLocation, TaskAttempt, TaskEnd, TaskSet } from './task-set.ts';

/** What the DAG scheduler asks for. */
export interface TaskSubmitter {
  submitTasks(taskSet: TaskSet): void;
  cancelStage(stageId: number, interruptThread: boolean, reason: string): void;
  /** Ends what runs of a stage; that its attempts launch nothing more is another matter. */
  killTasksOf(stageId: number, interruptThread: boolean, reason: string): void;
  partitionCompleted(stageId: number, partition: number): void;
  /** Slots of all executors: how many tasks can run at once. */
  readonly slotCount: number;
}

/** What the DAG scheduler is told. */
export interface TaskSchedulerClient {
  /** Before anybody else hears of the success: what it has added to accumulators is merged. */
  taskSucceeded(attempt: TaskAttempt, added: readonly AccumulatorUpdate[]): void;
  taskEnded(attempt: TaskAttempt, end: TaskEnd): void;
  taskSetFailed(
    taskSet: TaskSet,
    reason: string,
    cause: ErrorDescription | undefined,
    toldReason?: string,
  ): void;
  executorAdded(): void;
  executorLost(executorId: string, reason: string): void;
  /** Of an executor whose outputs outlive it. */
  outputsLost(executorId: string): void;
  slotLost(location: SlotLocation): void;
}

export interface TaskSchedulerOptions {
  readonly backend: SchedulerBackend;
  readonly clock: Clock;
  readonly settings: SchedulerSettings;
  readonly listeners: ListenerBus;
  /** Of the allocation file. */
  readonly pools: readonly PoolConfiguration[];
  readonly warn: (message: string) => void;
  /** The tracker's epoch, which attempts remember. */
  readonly currentEpoch: () => number;
  /** Whether files of a lost executor can still be read. */
  readonly outputsOutliveExecutors: boolean;
  /** The executor that holds the output of a map task now; undefined where there is none. */
  readonly holderOf?: (taskSet: TaskSet, partition: number) => string | undefined;
}
