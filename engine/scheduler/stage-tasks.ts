/** The tasks of a stage attempt: what it has still to compute, where, and from which outputs. */
import type { StageMessage } from '../executor/slot-protocol.ts';
import type { Lineage } from '../rdd/lineage.ts';
import { sourcesOf } from '../rdd/plan-of-lineage.ts';
import type { MapOutput } from '../shuffle/map-output.ts';
import type { MapOutputTracker } from '../shuffle/map-output-tracker.ts';
import type { BlockTracker } from './block-tracker.ts';
import type { LocalProperties } from './job-properties.ts';
import { preferredSlots } from './preferred-slots.ts';
import type { ActiveJob, Stage } from './stage.ts';
import { directShuffles } from './stage-graph.ts';
import type { TaskSet, TaskSpec } from './task-set.ts';

/** Partitions without output, or without a result that was delivered. */
export function missingPartitions(
  { shuffle, job }: Stage,
  mapOutputs: MapOutputTracker,
): readonly number[] {
  if (shuffle !== undefined) {
    return mapOutputs.missingPartitions(shuffle.shuffleId);
  }
  const { submission, finished } = job as ActiveJob;
  return submission.partitions.filter((_, index) => finished[index] === 0);
}

export interface TaskSetParts {
  readonly plan: StageMessage['plan'];
  readonly properties: LocalProperties;
  readonly mapOutputs: MapOutputTracker;
  readonly blocks: BlockTracker;
}

export function taskSetOf(
  stage: Stage,
  attempt: number,
  partitions: readonly number[],
  { plan, properties, mapOutputs, blocks }: TaskSetParts,
): TaskSet {
  const shuffles: Record<number, readonly (MapOutput | undefined)[]> = {};
  for (const { shuffleId } of directShuffles(stage.rdd)) {
    shuffles[shuffleId] = mapOutputs.outputsOf(shuffleId);
  }
  const sources = sourcesOfTasks(new WeakRef(stage.rdd));
  return {
    stageId: stage.id,
    stageAttempt: attempt,
    kind: stage.kind,
    priority: stage.firstJobId,
    properties,
    isBarrier: stage.isBarrier,
    message: {
      type: 'stage',
      stageKey: `${stage.id}.${attempt}`,
      plan,
      shuffles,
      numPartitions: stage.taskCount,
      properties,
    },
    tasks: partitions.map((partition, index) => ({
      index,
      partition,
      preferred: blocks.isEmpty ? [] : preferredSlots(stage.rdd, partition, blocks),
      sources: sources(partition),
    })),
  };
}

/**
 * Whoever remembers an attempt does not keep what it computed from: the stage does while it runs.
 * What is made here closes over nothing else.
 */
function sourcesOfTasks(reference: WeakRef<Lineage>): (partition: number) => TaskSpec['sources'] {
  return (partition) => () => {
    const rdd = reference.deref();
    if (rdd === undefined) {
      throw new Error('A task was launched after its stage was over');
    }
    return sourcesOf(rdd, partition);
  };
}
