/** What a slot is told and what it answers. Everything here survives structured clone. */
import type { ClosureReference } from '../closure/closure-reference.ts';
import type { ProgramLocation } from '../closure/program-location.ts';
import type { LibraryFunction } from '../rdd/library-function.ts';
import type { StagePlan } from '../rdd/plan.ts';
import type { MapOutput, ShuffleOutputs } from '../shuffle/map-output.ts';
import type { BlockId } from './block-id.ts';
import type { SharedBlock } from './cached-block.ts';
import type { SlotMemory } from './memory-plan.ts';
import type { QuestionLineEnd } from './question-line.ts';
import type { AccumulatorUpdate } from './task-accumulators.ts';
import type { TaskMetrics } from './task-metrics.ts';

/** A function on its way: one of ours by name, a user's by reference, or that as bytes. */
export type WireFunction = LibraryFunction | ClosureReference | Uint8Array;

export interface SlotInit {
  readonly executorId: string;
  readonly slot: number;
  /** Directory of the executor's shuffle and block files. */
  readonly directory: string;
  readonly program: ProgramLocation | undefined;
  /** Looked at between batches. */
  readonly signals: Int32Array;
  /** Whether there are other executors, for which blocks are copied where their level says so. */
  readonly hasPeers: boolean;
  /** Whether its executor has others, which may have blocks that it needs. */
  readonly hasOtherSlots: boolean;
  readonly memory: SlotMemory;
  /** Whether other executors' files may be read as they are. */
  readonly readsHostDisk: boolean;
  /** The slot's line to its executor's main thread. */
  readonly questions: QuestionLineEnd;
}

/** What tasks may know of their stage. */
export interface StageContext {
  /** How many partitions it computes in all. */
  readonly numPartitions: number;
  /** Local properties of the first job that needs it. */
  readonly properties: Readonly<Record<string, string>>;
}

/** What the tasks of one stage attempt share; sent to a slot before the first of them. */
export interface StageMessage extends StageContext {
  readonly type: 'stage';
  readonly stageKey: string;
  readonly plan: StagePlan<WireFunction>;
  /** Where the outputs of every shuffle that the stage reads lie, by shuffle. */
  readonly shuffles: ShuffleOutputs;
}

export interface TaskMessage {
  readonly type: 'task';
  readonly taskId: number;
  readonly stageKey: string;
  readonly partition: number;
  readonly stageId: number;
  readonly stageAttempt: number;
  readonly attemptNumber: number;
  /** Data of leaf partitions, by `<RDD>:<partition>`. */
  readonly sources: Readonly<Record<string, unknown>>;
}

export type SlotRequest =
  | StageMessage
  | TaskMessage
  | { readonly type: 'drop-stage'; readonly stageKey: string }
  | SlotErrand
  | { readonly type: 'stop' };

/** What a slot does between two batches of its task, if one runs. */
export type SlotErrand = BlockErrand | DropErrand;

/** What it is to forget for good: answered by `dropped`. */
export type DropErrand =
  | { readonly type: 'drop-rdd'; readonly number: number; readonly rddId: number }
  | { readonly type: 'drop-broadcast'; readonly number: number; readonly broadcastId: number };

/** What a slot does with its blocks for others. */
export type BlockErrand =
  /** Another slot wants to read it: answered by `shared-block`. */
  | { readonly type: 'share-block'; readonly number: number; readonly block: BlockId }
  /** Another slot has read what it shares. */
  | { readonly type: 'touch-block'; readonly block: BlockId }
  /** Another slot found it damaged. */
  | { readonly type: 'drop-block'; readonly block: BlockId }
  /** To be kept instead of an executor that ends: answered by `kept-block`. */
  | {
      readonly type: 'keep-block';
      readonly number: number;
      readonly block: BlockId;
      readonly content: SharedBlock;
    };

/** Places in a slot's signals. */
export const slotSignal = {
  /** The id of a task to give up, -1 for none. */
  killedTask: 0,
  /** How many errands wait. */
  errands: 1,
} as const;

/** A thrown error as text: the object itself may not travel. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  /** Name, message and frames as the runtime prints them. */
  readonly stack: string;
}

/** A block that the slot keeps from now on, or, where it is dropped, no longer keeps. */
export interface StoredBlock extends BlockId {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly isDropped?: true;
}

export type TaskOutcome =
  /** `value`: bytes of rows, a number, or nothing, as the stage's sink says. */
  | {
      readonly status: 'success';
      readonly value: Uint8Array | number | undefined;
      readonly metrics: TaskMetrics;
      readonly blocks: readonly StoredBlock[];
      /** What the task added to accumulators, where it did. */
      readonly accumulators?: readonly AccumulatorUpdate[];
    }
  | {
      readonly status: 'failed';
      readonly error: ErrorDescription;
      /** An error that every attempt would meet again. */
      readonly isFinal: boolean;
      readonly metrics: TaskMetrics;
    }
  | {
      readonly status: 'fetch-failed';
      readonly shuffleId: number;
      readonly reduceId: number;
      readonly output: MapOutput;
      readonly message: string;
      readonly metrics: TaskMetrics;
    }
  /** Another attempt may commit the partition's output. */
  | {
      readonly status: 'commit-denied';
      readonly stageId: number;
      readonly partition: number;
      readonly attemptNumber: number;
      readonly metrics: TaskMetrics;
    }
  | { readonly status: 'killed'; readonly metrics: TaskMetrics };

export type SlotAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'task-end'; readonly taskId: number; readonly outcome: TaskOutcome }
  | { readonly type: 'dropped'; readonly number: number }
  /** Undefined where there was no room. */
  | {
      readonly type: 'kept-block';
      readonly number: number;
      readonly stored: StoredBlock | undefined;
    }
  /** The block in a form that any slot can read; undefined where that cannot be. */
  | {
      readonly type: 'shared-block';
      readonly number: number;
      readonly block: SharedBlock | undefined;
    };
