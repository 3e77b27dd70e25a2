/** A stage: identical tasks, one a partition, without a shuffle inside. */

import type { ErrorDescription, WireFunction } from '../executor/slot-protocol.ts';
import type { DriverFunction, Lineage, ShuffleDependency } from '../rdd/lineage.ts';
import type { SinkPlan, StagePlan } from '../rdd/plan.ts';
import type { OutputLevel, OutputLevels } from './output-level.ts';
import type { StageInfo } from './scheduler-events.ts';
import type { StageKind } from './task-set.ts';

export interface Stage {
  readonly id: number;
  readonly kind: StageKind;
  readonly rdd: Lineage;
  /** For a map stage. */
  readonly shuffle: ShuffleDependency | undefined;
  /** For a result stage: its one job. */
  readonly job: ActiveJob | undefined;
  readonly name: string;
  readonly taskCount: number;
  readonly parents: readonly Stage[];
  readonly firstJobId: number;
  /** All its tasks run at once or none does. */
  readonly isBarrier: boolean;
  readonly outputLevel: OutputLevel;
  readonly outputLevels: OutputLevels;
  /** Whether a second computation may give other rows. */
  readonly isIndeterminate: boolean;
  /** Active jobs that need it. */
  readonly jobIds: Set<number>;
  /** Attempts that a fetch failure ended, since the last success. */
  readonly failedAttempts: Set<number>;
  /** Partitions that the present attempt has still to compute. */
  readonly pendingPartitions: Set<number>;
  nextAttempt: number;
  /** Attempts below this one read or gave rows that were taken back: their ends are ignored. */
  ignoredAttempts: number;
  info: StageInfo;
  /** Described once: a recomputed partition must be computed as the lost one was. */
  plan: StagePlan<WireFunction> | undefined;
}

export interface JobFailure {
  readonly message: string;
  /** What listeners are told, where that is more. */
  readonly told?: string;
  readonly cause: ErrorDescription | undefined;
  /** An error of the driver itself, thrown as it is. */
  readonly error?: unknown;
}

export interface JobSubmission {
  readonly rdd: Lineage;
  readonly sink: SinkPlan<DriverFunction>;
  readonly partitions: readonly number[];
  /** `count at app.ts:3`, the name of the job's last stage. */
  readonly callSite: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Called once for each of the partitions, with its place in the list. */
  readonly onResult: (index: number, value: Uint8Array | number | undefined) => void;
  readonly onEnd: (failure: JobFailure | undefined) => void;
}

export interface ActiveJob {
  readonly id: number;
  readonly submission: JobSubmission;
  /** Which of the job's partitions have their result. */
  readonly finished: Uint8Array;
  finishedCount: number;
  finalStage: Stage | undefined;
  /** Whether listeners were told of it. */
  isStarted: boolean;
}
