/**
 * Every module that adds functions to RDDs: importing this one is what makes them be there. Those
 * that few programs use are loaded when one of their functions is called.
 */
import './aggregate-actions.ts';
import './by-key-functions.ts';
import './collect-actions.ts';
import './count-actions.ts';
import './join-functions.ts';
import './order-functions.ts';
import './pair-actions.ts';
import './pair-functions.ts';
import './partition-functions.ts';
import './set-functions.ts';
import { loadOnDemand, type MethodsByModule } from '../../base/load-on-demand.ts';
import type {} from './approximate-actions.ts';
import type {} from './async-actions.ts';
import type {} from './barrier-functions.ts';
import type {} from './checkpoint-functions.ts';
import type {} from './debug-string.ts';
import type {} from './distinct-estimates.ts';
import type {} from './exact-sample.ts';
import type {} from './pipe-function.ts';
import type {} from './range-filter.ts';
import { RDD } from './rdd.ts';
import type {} from './sampling-functions.ts';
import type {} from './save-actions.ts';
import type {} from './statistics-actions.ts';

export const rareRddFunctions: MethodsByModule = {
  './approximate-actions': [
    'countApprox',
    'countByKeyApprox',
    'countByValueApprox',
    'meanApprox',
    'sumApprox',
  ],
  './async-actions': [
    'collectAsync',
    'countAsync',
    'foreachAsync',
    'foreachPartitionAsync',
    'takeAsync',
  ],
  './barrier-functions': ['barrier'],
  './checkpoint-functions': [
    'checkpoint',
    'getCheckpointFile',
    'isCheckpointed',
    'localCheckpoint',
  ],
  './debug-string': ['toDebugString'],
  './distinct-estimates': ['countApproxDistinct', 'countApproxDistinctByKey'],
  './exact-sample': ['sampleByKeyExact'],
  './pipe-function': ['pipe'],
  './range-filter': ['filterByRange'],
  './sampling-functions': ['randomSplit', 'sample', 'sampleByKey', 'takeSample'],
  './save-actions': ['saveAsObjectFile', 'saveAsTextFile'],
  './statistics-actions': [
    'histogram',
    'mean',
    'popStdev',
    'popVariance',
    'sampleStdev',
    'sampleVariance',
    'stats',
    'stdev',
    'sum',
    'variance',
  ],
};

loadOnDemand(RDD.prototype, import.meta.url, rareRddFunctions);
