/** What RDDs need of the context that made them. */
import type { Clock } from '../../base/time/clock.ts';
import type { CallSite } from '../context/call-site.ts';
import type { ContextCleaner } from '../context/context-cleaner.ts';
import type { JobScope } from '../context/job-scope.ts';
import type { KeepAlive } from '../context/keep-alive.ts';
import type { DriverFunction, Lineage } from './lineage.ts';
import type { SinkPlan } from './plan.ts';

export type ResultHandler = (index: number, value: Uint8Array | number | undefined) => void;

export interface JobRequest {
  readonly lineage: Lineage;
  readonly sink: SinkPlan<DriverFunction>;
  /** Undefined for all; asked after the lineage was prepared. */
  readonly partitions?: readonly number[];
  /** The action, such as `count`. */
  readonly operation: string;
  /** Where the program has called it; undefined for whoever calls right now. */
  readonly callSite?: CallSite;
  /** Called once for each of the partitions with its place in the list, in any order. */
  readonly onResult: ResultHandler;
}

export interface JobRunner {
  readonly defaultParallelism: number;
  /** `spark.default.parallelism`, where it is set. */
  readonly configuredParallelism: number | undefined;
  newRddId(): number;
  newShuffleId(): number;
  /** Finds out what partitions and plans depend on, with jobs where need be. */
  prepare(lineage: Lineage): Promise<void> | undefined;
  /** Runs a job; rejects with the job's failure. */
  runLineage(request: JobRequest): Promise<void>;
  /** Resolves when nothing of it is kept any more. */
  unpersist(rddId: number): Promise<void>;
  /** Removes what objects leave that are gone; undefined where nothing is to be removed. */
  readonly cleaner: Pick<ContextCleaner, 'register'> | undefined;
  /** An RDD is to be kept. */
  keeps(rdd: { readonly id: number }): void;
  cancelJob(jobId: number, reason?: string): void;
  /** What jobs inherit from whoever submits them. */
  readonly jobScope: JobScope;
  /** Where reliable checkpoints of this application go. @throws HowdahError where none is set */
  checkpointDirectory(): string;
  readonly clock: Clock;
  /** Of the process, while the program waits. */
  readonly keepAlive: KeepAlive;
  /** @throws HowdahError when the context is stopped */
  checkRunning(): void;
}
