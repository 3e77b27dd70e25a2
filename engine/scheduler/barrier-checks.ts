/** Whether a stage with barrier tasks can run at all, in Spark's words where it cannot. */
import type { Lineage } from '../rdd/lineage.ts';
import type { Stage } from './stage.ts';
import { pipelinedLineages } from './stage-graph.ts';

const UNSUPPORTED_CHAIN =
  '[SPARK-24820][SPARK-24821]: Barrier execution mode does not allow the following pattern of ' +
  'RDD chain within a barrier stage:\n1. Ancestor RDDs that have different number of partitions ' +
  'from the resulting RDD (e.g. union()/coalesce()/first()/take()/PartitionPruningRDD). A ' +
  'workaround for first()/take() can be barrierRdd.collect().head (scala) or ' +
  'barrierRdd.collect()[0] (python).\n2. An RDD that depends on multiple barrier RDDs (e.g. ' +
  'barrierRdd1.zip(barrierRdd2)).';

const DYNAMIC_ALLOCATION =
  '[SPARK-24942]: Barrier execution mode does not support dynamic resource allocation for now. ' +
  'You can disable dynamic resource allocation by setting Spark conf ' +
  '"spark.dynamicAllocation.enabled" to "false".';

const TOO_FEW_SLOTS =
  '[SPARK-24819]: Barrier execution mode does not allow run a barrier stage that requires more ' +
  'slots than the total number of slots in the cluster currently. Please init a new cluster with ' +
  'more resources(e.g. CPU, GPU) or repartition the input RDD(s) to reduce the number of slots ' +
  'required to run this barrier stage.';

/** @returns why the stage can never run; undefined if it can */
export function barrierObstacle(
  stage: Stage,
  isDynamicAllocationEnabled: boolean,
): string | undefined {
  if (!stage.isBarrier) {
    return undefined;
  }
  if (isDynamicAllocationEnabled) {
    return DYNAMIC_ALLOCATION;
  }
  const isUnsupported = pipelinedLineages(stage.rdd).some((rdd) => {
    const barrierParents = rdd.dependencies.filter(
      ({ kind, parent }) => kind === 'narrow' && isBehindBarrier(parent),
    );
    return rdd.partitionCount !== stage.taskCount || barrierParents.length > 1;
  });
  return isUnsupported ? UNSUPPORTED_CHAIN : undefined;
}

function isBehindBarrier(rdd: Lineage): boolean {
  return pipelinedLineages(rdd).some(({ description }) => description.isBarrier === true);
}

/** @returns why the stage cannot run with so many slots */
export function slotShortage(stages: readonly Stage[], slotCount: number): string | undefined {
  const isShort = stages.some(({ isBarrier, taskCount }) => isBarrier && taskCount > slotCount);
  return isShort ? TOO_FEW_SLOTS : undefined;
}
