/** Functions of contexts beyond making RDDs: importing this module is what makes them be there. */
import { loadOnDemand, type MethodsByModule } from '../../base/load-on-demand.ts';
import { RDD } from '../rdd/rdd.ts';
import type {} from './cluster-functions.ts';
import type {} from './job-control.ts';
import type {} from './rare-inputs.ts';
import type {} from './shared-variables.ts';
import { SparkContext } from './spark-context.ts';
import type {} from './status-functions.ts';

export const rareContextFunctions: MethodsByModule = {
  './cluster-functions': [
    'killExecutor',
    'killExecutors',
    'requestExecutors',
    'requestTotalExecutors',
  ],
  './job-control': [
    'addJobTag',
    'cancelAllJobs',
    'cancelJob',
    'cancelJobGroup',
    'cancelJobGroupAndFutureJobs',
    'cancelJobsWithTag',
    'cancelStage',
    'clearCallSite',
    'clearJobGroup',
    'clearJobTags',
    'getJobTags',
    'getLocalProperty',
    'killTaskAttempt',
    'removeJobTag',
    'setCallSite',
    'setInterruptOnCancel',
    'setJobDescription',
    'setJobGroup',
    'setLocalProperty',
    'submitJob',
  ],
  './rare-inputs': ['binaryRecords', 'makeRDD'],
  './shared-variables': [
    'addFile',
    'broadcast',
    'collectionAccumulator',
    'destroyBroadcast',
    'doubleAccumulator',
    'dropBroadcast',
    'forgetAccumulator',
    'listFiles',
    'longAccumulator',
    'register',
  ],
  './status-functions': [
    'addSparkListener',
    'getAllPools',
    'getCheckpointDir',
    'getExecutorMemoryStatus',
    'getPersistentRDDs',
    'getPoolForName',
    'getRDDStorageInfo',
    'getSchedulingMode',
    'removeSparkListener',
    'setLogLevel',
    'sparkUser',
    'statusTracker',
  ],
};

declare module '../rdd/rdd.ts' {
  interface RDD<T> {
    /** The context that made it. */
    readonly context: SparkContext;
    readonly sparkContext: SparkContext;
  }
}

const context = {
  get(this: RDD<unknown>) {
    return this.runner;
  },
};

Object.defineProperties(RDD.prototype, { context, sparkContext: context });

loadOnDemand(SparkContext.prototype, import.meta.url, rareContextFunctions);
