/** Names of the blocks of persisted RDDs. */

/** A partition of a persisted RDD. */
export interface BlockId {
  readonly rddId: number;
  readonly partition: number;
}

/** `rdd_4_0`: Spark's name for it. */
export function blockName({ rddId, partition }: BlockId): string {
  return `rdd_${rddId}_${partition}`;
}
