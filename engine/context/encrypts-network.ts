/** Whether what the processes of an application, or a cluster, tell each other is encrypted. */
import type { SparkConf } from './spark-conf.ts';

/** `spark.network.crypto.enabled`, or `spark.ssl.rpc.enabled`, which needs no certificates here. */
export function encryptsNetwork(conf: SparkConf): boolean {
  return (
    conf.getBoolean('spark.network.crypto.enabled', false) ||
    conf.getBoolean('spark.ssl.rpc.enabled', false)
  );
}
