/** A master's settings by Spark's names and defaults. */
import type { SparkConf } from '../../context/spark-conf.ts';
import type { MasterSettings } from './master-event.ts';

const MS_PER_SECOND = 1_000;

/** @throws HowdahError `HOWDAH_SETTING_INVALID` */
export function readMasterSettings(conf: SparkConf, webUiUrl: string): MasterSettings {
  return {
    workerTimeoutMs: conf.getTimeAsMs('spark.worker.timeout', '60s', MS_PER_SECOND),
    spreadsOut: conf.getBoolean('spark.deploy.spreadOutApps', true),
    defaultCores: conf.getInt('spark.deploy.defaultCores', Number.MAX_SAFE_INTEGER),
    executorRetriesMax: conf.getInt('spark.deploy.maxExecutorRetries', 10),
    applicationsRetained: conf.getInt('spark.deploy.retainedApplications', 200),
    webUiUrl,
    deadWorkerPersistence: conf.getInt('spark.dead.worker.persistence', 15),
  };
}
