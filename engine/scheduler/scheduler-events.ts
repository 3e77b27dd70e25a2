/** What the schedulers tell whoever listens: the event log, progress, later the user interface. */
import type { StoredBlock } from '../executor/slot-protocol.ts';
import type { AccumulatorUpdate } from '../executor/task-accumulators.ts';
import type { ExecutorInfo } from './scheduler-backend.ts';
import type { SchedulerSteps } from './scheduler-steps.ts';
import type { StageInfo } from './stage-info.ts';
import type { SlotLocation, TaskAttempt, TaskEnd } from './task-set.ts';

export type { StageInfo } from './stage-info.ts';

export interface JobStart {
  readonly jobId: number;
  readonly timeMs: number;
  readonly stages: readonly StageInfo[];
  readonly properties: Readonly<Record<string, string>>;
}

/** An executor that nothing is launched on for a while, or a stage's tasks never. */
export interface ExecutorExclusion {
  readonly timeMs: number;
  readonly executorId: string;
  readonly taskFailures: number;
  /** Undefined for the whole application. */
  readonly stage: StageAttempt | undefined;
}

export interface NodeExclusion {
  readonly timeMs: number;
  readonly host: string;
  readonly executorFailures: number;
  /** Undefined for the whole application. */
  readonly stage: StageAttempt | undefined;
}

export interface StageAttempt {
  readonly stageId: number;
  readonly stageAttempt: number;
}

/** A named accumulator: what a task has added to it, and what it holds with that. */
export interface MergedAccumulator {
  readonly id: number;
  readonly name: string;
  readonly update: string;
  readonly value: string;
}

export interface SchedulerListener extends SchedulerSteps {
  jobStarted?(job: JobStart): void;
  jobEnded?(jobId: number, timeMs: number, failure: string | undefined): void;
  stageSubmitted?(stage: StageInfo, properties: Readonly<Record<string, string>>): void;
  stageCompleted?(stage: StageInfo): void;
  taskStarted?(attempt: TaskAttempt): void;
  taskEnded?(attempt: TaskAttempt, end: TaskEnd, finishTimeMs: number): void;
  /** A task is slow: a second copy waits for a slot. */
  speculativeTaskSubmitted?(stage: StageAttempt, taskIndex: number, partition: number): void;
  executorExcluded?(exclusion: ExecutorExclusion): void;
  executorUnexcluded?(timeMs: number, executorId: string): void;
  nodeExcluded?(exclusion: NodeExclusion): void;
  nodeUnexcluded?(timeMs: number, host: string): void;
  /** Its tasks may run nowhere; it is given up unless an executor comes in time. */
  unschedulableTaskSetAdded?(stage: StageAttempt): void;
  unschedulableTaskSetRemoved?(stage: StageAttempt): void;
  executorAdded?(executor: ExecutorInfo, timeMs: number): void;
  executorRemoved?(executorId: string, reason: string, timeMs: number): void;
  /** Dynamic allocation asks for so many more executors, and has then asked for so many in all. */
  executorsRequested?(added: number, total: number): void;
  /** Dynamic allocation ends executors that had nothing to do. */
  idleExecutorsRemoved?(executorIds: readonly string[]): void;
  /** What an executor says of its memory, by Spark's names of executor metrics. */
  executorMeasured?(executorId: string, peaks: Readonly<Record<string, number>>): void;
  /**
   * What a task has added to accumulators, once for each result, before its end is told; what it
   * throws is reported.
   */
  accumulatorsUpdated?(updates: readonly AccumulatorUpdate[], attempt: TaskAttempt): void;
  /** What has become of those that have names, as texts to show; before the task's end is told. */
  accumulatorsMerged?(attempt: TaskAttempt, merged: readonly MergedAccumulator[]): void;
  /** Its blocks are to be forgotten. */
  rddUnpersisted?(rddId: number): void;
  blocksStored?(location: SlotLocation, blocks: readonly StoredBlock[]): void;
}

/** Hands every event to all listeners; one that fails is reported and the others go on. */
export class ListenerBus {
  private readonly listeners: SchedulerListener[] = [];
  private readonly report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.report = report;
  }

  add(listener: SchedulerListener): void {
    this.listeners.push(listener);
  }

  /** It is told nothing more. */
  remove(listener: SchedulerListener): void {
    const place = this.listeners.indexOf(listener);
    if (place >= 0) {
      this.listeners.splice(place, 1);
    }
  }

  post<K extends keyof SchedulerListener>(
    event: K,
    ...values: Parameters<NonNullable<SchedulerListener[K]>>
  ): void {
    for (const listener of this.listeners) {
      const receive = listener[event] as ((...values: unknown[]) => void) | undefined;
      try {
        receive?.apply(listener, values);
      } catch (error) {
        this.report(error);
      }
    }
  }
}
