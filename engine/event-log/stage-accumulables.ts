/**
 * What the accumulators of running stage attempts hold, as Spark's log lists it: the named ones of
 * the program, and what tasks count themselves. Only what is not zero is listed.
 */
import type { TaskMetrics } from '../executor/task-metrics.ts';
import type { MergedAccumulator } from '../scheduler/scheduler-events.ts';
import { internalMetrics } from './internal-metrics.ts';

/** Those of the program are numbered from 0; it will not make so many. */
const FIRST_INTERNAL_ID = 1_000_000_000;

/** An accumulator in the JSON of Spark's log. */
export interface AccumulableJson {
  readonly ID: number;
  readonly Name: string;
  /** What a task has added. */
  readonly Update?: string | number;
  readonly Value: string | number;
  readonly Internal: boolean;
  readonly 'Count Failed Values': boolean;
}

interface OpenStage {
  readonly firstInternalId: number;
  readonly sums: Float64Array;
  /** By accumulator. */
  readonly named: Map<number, MergedAccumulator>;
}

export class StageAccumulables {
  private readonly withInternal: boolean;
  private readonly stages = new Map<string, OpenStage>();
  /** What the tasks that are about to end have added, by task. */
  private readonly pending = new Map<number, readonly MergedAccumulator[]>();
  private nextInternalId = FIRST_INTERNAL_ID;

  /** @param withInternal `spark.eventLog.includeTaskMetricsAccumulators` */
  constructor(withInternal: boolean) {
    this.withInternal = withInternal;
  }

  stageSubmitted(stageKey: string): void {
    this.stages.set(stageKey, {
      firstInternalId: this.nextInternalId,
      sums: new Float64Array(internalMetrics.length),
      named: new Map(),
    });
    this.nextInternalId += internalMetrics.length;
  }

  /** Before the task's end. */
  merged(stageKey: string, taskId: number, merged: readonly MergedAccumulator[]): void {
    this.pending.set(taskId, merged);
    const stage = this.stages.get(stageKey);
    for (const accumulator of merged) {
      stage?.named.set(accumulator.id, accumulator);
    }
  }

  /** @returns the accumulables of a task that has ended */
  taskEnded(stageKey: string, taskId: number, metrics: TaskMetrics): AccumulableJson[] {
    const named = this.pending.get(taskId) ?? [];
    this.pending.delete(taskId);
    const shown: AccumulableJson[] = named.map(({ id, name, update, value }) => ({
      ID: id,
      Name: name,
      Update: update,
      Value: value,
      ...ofProgram,
    }));
    const stage = this.stages.get(stageKey);
    if (stage !== undefined && this.withInternal) {
      shown.push(...addInternal(stage, metrics));
    }
    return shown;
  }

  /** @returns the accumulables of a stage as they are now */
  ofStage(stageKey: string): AccumulableJson[] {
    const stage = this.stages.get(stageKey);
    if (stage === undefined) {
      return [];
    }
    const named = [...stage.named.values()].map(({ id, name, value }) => ({
      ID: id,
      Name: name,
      Value: value,
      ...ofProgram,
    }));
    const internal = internalMetrics.flatMap(({ name }, index) => {
      const sum = stage.sums[index] as number;
      const id = stage.firstInternalId + index;
      return sum === 0 ? [] : [{ ID: id, Name: name, Value: sum, ...ofTasks }];
    });
    return [...named, ...internal];
  }

  stageCompleted(stageKey: string): void {
    this.stages.delete(stageKey);
  }
}

const ofProgram = { Internal: false, 'Count Failed Values': false } as const;
const ofTasks = { Internal: true, 'Count Failed Values': true } as const;

function addInternal(
  { firstInternalId, sums }: OpenStage,
  metrics: TaskMetrics,
): AccumulableJson[] {
  const shown: AccumulableJson[] = [];
  for (const [index, { name, read }] of internalMetrics.entries()) {
    const update = read(metrics);
    if (update !== 0) {
      const value = (sums[index] as number) + update;
      sums[index] = value;
      shown.push({
        ID: firstInternalId + index,
        Name: name,
        Update: update,
        Value: value,
        ...ofTasks,
      });
    }
  }
  return shown;
}
