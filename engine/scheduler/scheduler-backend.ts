/** The port to whatever runs tasks: threads of the driver, or executor processes. */
import type { OutputName } from '../executor/block-exchange.ts';
import type { BlockId } from '../executor/block-id.ts';
import type { KeptBlock } from '../executor/slot-pool.ts';
import type { StageMessage, TaskMessage, TaskOutcome } from '../executor/slot-protocol.ts';
import type { SchedulerQuestion } from '../executor/slot-question.ts';
import type { SlotLocation } from './task-set.ts';

export interface ExecutorInfo {
  readonly executorId: string;
  readonly host: string;
  readonly slots: number;
}

/** What a backend reports. Calls come on the driver's thread, never from within a call to it. */
export interface BackendEvents {
  executorAdded(executor: ExecutorInfo): void;
  executorLost(executorId: string, reason: string, isCausedByApplication: boolean): void;
  /** It was told that its machine will go. */
  executorDecommissioning?(executorId: string): void;
  /** What an executor has left with a shuffle service is gone, too. */
  outputsLost(executorId: string): void;
  /** With a heartbeat: what the executor's process takes of memory. */
  executorMeasured?(executorId: string, residentBytes: number): void;
  /** A slot's thread ended and was replaced: what it held is gone. */
  slotLost(location: SlotLocation, reason: string): void;
  taskEnded(taskId: number, outcome: TaskOutcome): void;
  /** @returns the answer, or a promise of it */
  asked(question: SchedulerQuestion): unknown;
  /** The backend cannot go on: every job fails. */
  failed(reason: string): void;
}

export interface SchedulerBackend {
  /** `host` of the driver's own executors, slots in all: the default number of partitions. */
  readonly defaultParallelism: number;
  readonly slotsPerExecutor: number;
  /** Whether a busy slot may be sent tasks in advance. */
  readonly queuesTasks?: boolean;
  /** Attempts that a task may fail before its stage is given up, where the backend says it. */
  readonly taskFailuresMax: number | undefined;
  start(events: BackendEvents): void;
  /** Sends a task, and its stage before it where the slot does not have it yet. */
  launch(location: SlotLocation, task: TaskMessage, stage: StageMessage): void;
  /**
   * Gives a task up; its end is reported as for any task.
   * @param interruptThread whether it may be interrupted; a thread that does not notice is ended
   *   after a while in either case
   */
  kill(location: SlotLocation, taskId: number, interruptThread: boolean): void;
  /** Changes how many executors there shall be; ends none. Where they are processes. */
  requestExecutors?(count: number): void;
  /** Ends an executor; while fewer are left than were requested another takes its place. */
  removeExecutor?(executorId: string, reason: string): void;
  /** An executor takes over what another one keeps; undefined where it has no room. */
  adoptBlock?(executorId: string, block: BlockId, from: string): Promise<KeptBlock | undefined>;
  /** An executor takes over what another one has written. Rejects where that failed. */
  adoptOutput?(executorId: string, output: OutputName, from: string): Promise<void>;
  /** Where an executor keeps its files; undefined where all have a place below the driver's. */
  directoryOf?(executorId: string): string;
  /** Files for tasks were added to the driver's. */
  filesAdded?(): void;
  dropStage(stageKey: string): void;
  /** Resolves when its blocks are gone. */
  dropRdd(rddId: number): Promise<void>;
  /** Executors forget a broadcast, which resolves; whoever needs it again fetches it again. */
  dropBroadcast(broadcastId: number): Promise<void>;
  /** Resolves when the files of these shuffles are gone: nobody will read or write any. */
  dropShuffles(shuffleIds: readonly number[]): Promise<void>;
  stop(): Promise<void>;
}
