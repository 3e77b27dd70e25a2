/** Functions of contexts beyond making RDDs: importing this module is what makes them be there. */
import { loadOnDemand, type MethodsByModule } from '../../base/load-on-demand.ts';
import type {} from './job-control.ts';
import type {} from './shared-variables.ts';
import { SparkContext } from './spark-context.ts';

export const rareContextFunctions: MethodsByModule = {
  './job-control': [
    'addJobTag',
    'cancelAllJobs',
    'cancelJob',
    'cancelJobGroup',
    'cancelJobGroupAndFutureJobs',
    'cancelJobsWithTag',
    'cancelStage',
    'clearJobGroup',
    'clearJobTags',
    'getJobTags',
    'getLocalProperty',
    'killTaskAttempt',
    'removeJobTag',
    'setInterruptOnCancel',
    'setJobDescription',
    'setJobGroup',
    'setLocalProperty',
  ],
  './shared-variables': [
    'addFile',
    'broadcast',
    'collectionAccumulator',
    'destroyBroadcast',
    'doubleAccumulator',
    'dropBroadcast',
    'listFiles',
    'longAccumulator',
    'register',
  ],
};

loadOnDemand(SparkContext.prototype, import.meta.url, rareContextFunctions);
