/** What the DAG scheduler hands to the task scheduler: the tasks of one stage attempt. */
import type { StageMessage, TaskOutcome } from '../executor/slot-protocol.ts';
import type { LocalProperties } from './job-properties.ts';
import type { Locality } from './locality.ts';

/** A slot of an executor. Blocks in memory belong to one of them. */
export interface SlotLocation {
  readonly executorId: string;
  readonly slot: number;
}

export function slotKey({ executorId, slot }: SlotLocation): string {
  return `${executorId}/${slot}`;
}

/** A slot that is free. */
export interface SlotOffer extends SlotLocation {
  readonly host: string;
}

/** Where a task finds its data: in a slot's memory, in an executor, or on a host. */
export type PreferredPlace =
  | SlotLocation
  | { readonly executorId: string }
  | { readonly host: string };

export interface TaskSpec {
  /** The task's place in its set. */
  readonly index: number;
  readonly partition: number;
  /** Where the partition's data is. */
  readonly preferred: readonly PreferredPlace[];
  /** Leaf data, made when the task is launched. */
  readonly sources: () => Readonly<Record<string, unknown>>;
}

export type StageKind = 'ShuffleMapStage' | 'ResultStage';

export interface TaskSet {
  readonly stageId: number;
  readonly stageAttempt: number;
  readonly kind: StageKind;
  /** The job's id: smaller goes first. */
  readonly priority: number;
  /** Of the first job that needs the stage. */
  readonly properties: LocalProperties;
  /** All tasks start together or none does. */
  readonly isBarrier: boolean;
  readonly message: StageMessage;
  readonly tasks: readonly TaskSpec[];
}

/** `1.0`, the name of a task set in messages. */
export function taskSetName({ stageId, stageAttempt }: TaskSet): string {
  return `${stageId}.${stageAttempt}`;
}

/** A launched attempt of a task. */
export interface TaskAttempt {
  readonly taskId: number;
  readonly taskSet: TaskSet;
  readonly spec: TaskSpec;
  readonly attemptNumber: number;
  readonly location: SlotLocation;
  readonly host: string;
  readonly locality: Locality;
  /** A second copy of a task that is slow. */
  readonly isSpeculative: boolean;
  readonly launchTimeMs: number;
  /** The tracker's epoch at the launch. */
  readonly epoch: number;
}

/** How an attempt ended: what the slot said, or what became of the slot. */
export type TaskEnd =
  | Exclude<TaskOutcome, { status: 'killed' }>
  /** Without a reason: its stage was cancelled. */
  | (Extract<TaskOutcome, { status: 'killed' }> & { readonly reason?: string })
  | {
      readonly status: 'executor-lost';
      readonly reason: string;
      readonly isCausedByApplication: boolean;
    }
  /** A finished map task whose output went with its executor. */
  | { readonly status: 'resubmitted' };
