/** What programs import as `howdah`. */

import './rdd/actions.ts';
import './rdd/pair-functions.ts';
import './rdd/set-functions.ts';

export { SparkConf } from './context/spark-conf.ts';
export { SparkContext } from './context/spark-context.ts';
export { RDD } from './rdd/rdd.ts';
export { StorageLevel } from './rdd/storage-level.ts';
