/** What programs import as `howdah`. */

import './context/all-functions.ts';
import './rdd/all-functions.ts';

export {
  Accumulator,
  CollectionAccumulator,
  DoubleAccumulator,
  LongAccumulator,
} from './context/accumulator.ts';
export { SparkFiles } from './context/application-files.ts';
export { BarrierTaskContext, type BarrierTaskInfo } from './context/barrier-task-context.ts';
export type { Broadcast } from './context/broadcast.ts';
export type { FutureAction } from './context/future-action.ts';
export type { SparkListener } from './context/program-listeners.ts';
export { SparkConf } from './context/spark-conf.ts';
export { SparkContext } from './context/spark-context.ts';
export type {
  SparkExecutorInfo,
  SparkJobInfo,
  SparkStageInfo,
  SparkStatusTracker,
} from './context/status-tracker.ts';
export { TaskContext } from './context/task-context.ts';
export type { SparkEvent } from './event-log/spark-event-listener.ts';
export type { RDDBarrier } from './rdd/barrier-functions.ts';
export type { BoundedDouble } from './rdd/bounded-double.ts';
export { FunctionPartitioner, HashPartitioner, type Partitioning } from './rdd/key-partitioners.ts';
export type { PartialResult } from './rdd/partial-result.ts';
export { RangePartitioner } from './rdd/range-partitioner.ts';
export { RDD } from './rdd/rdd.ts';
export { StatCounter } from './rdd/stat-counter.ts';
export { StorageLevel } from './rdd/storage-level.ts';
