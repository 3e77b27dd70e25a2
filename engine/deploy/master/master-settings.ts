/** A master's settings by Spark's names and defaults. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { SparkConf } from '../../context/spark-conf.ts';
import { type MasterSettings, workerSelectionPolicies } from './master-event.ts';
import { RecoveryDirectory } from './recovery-directory.ts';

const MS_PER_SECOND = 1_000;

/** @throws HowdahError `HOWDAH_SETTING_INVALID` */
export function readMasterSettings(conf: SparkConf, webUiUrl: string): MasterSettings {
  const workerTimeoutMs = conf.getTimeAsMs('spark.worker.timeout', '60s', MS_PER_SECOND);
  return {
    workerTimeoutMs,
    recoveryTimeoutMs: conf.getTimeAsMs(
      'spark.deploy.recoveryTimeout',
      `${workerTimeoutMs}ms`,
      MS_PER_SECOND,
    ),
    workerSelectionPolicy: readPolicy(conf),
    spreadsOut: conf.getBoolean(
      'spark.deploy.spreadOut',
      conf.getBoolean('spark.deploy.spreadOutApps', true),
    ),
    defaultCores: conf.getInt('spark.deploy.defaultCores', Number.MAX_SAFE_INTEGER),
    executorRetriesMax: conf.getInt('spark.deploy.maxExecutorRetries', 10),
    applicationsRetained: conf.getInt('spark.deploy.retainedApplications', 200),
    webUiUrl,
    deadWorkerPersistence: conf.getInt('spark.dead.worker.persistence', 15),
  };
}

function readPolicy(conf: SparkConf): MasterSettings['workerSelectionPolicy'] {
  const key = 'spark.deploy.workerSelectionPolicy';
  const text = conf.get(key, 'CORES_FREE_DESC');
  const policy = workerSelectionPolicies.find((name) => name === text.toUpperCase());
  if (policy === undefined) {
    const wanted = `one of ${workerSelectionPolicies.join(', ')}`;
    throw new HowdahError('HOWDAH_SETTING_INVALID', [key, wanted, `'${text}'`], { subject: key });
  }
  return policy;
}

/**
 * `spark.deploy.recoveryMode`: where the master keeps what the next one has to know.
 * @returns undefined for `NONE`, the default
 * @throws HowdahError `HOWDAH_SETTING_INVALID`, `…_MISSING`
 */
export function openRecoveryDirectory(conf: SparkConf): RecoveryDirectory | undefined {
  const mode = conf.get('spark.deploy.recoveryMode', 'NONE').toUpperCase();
  if (mode === 'NONE') {
    return undefined;
  }
  const subject = 'spark.deploy.recoveryMode';
  if (mode !== 'FILESYSTEM') {
    throw new HowdahError('HOWDAH_SETTING_INVALID', [subject, 'NONE or FILESYSTEM', `'${mode}'`], {
      subject,
      mend: 'take FILESYSTEM and spark.deploy.recoveryDirectory: there are no standby masters',
    });
  }
  const key = 'spark.deploy.recoveryDirectory';
  const directory = conf.get(key, '');
  if (directory === '') {
    throw new HowdahError('HOWDAH_SETTING_MISSING', [key], {
      subject: key,
      mend: 'name a directory that outlives the master, and is the same for the next one',
    });
  }
  try {
    return new RecoveryDirectory(directory);
  } catch (error) {
    const found = `'${directory}': ${(error as Error).message}`;
    throw new HowdahError('HOWDAH_SETTING_INVALID', [key, 'a directory that can be made', found], {
      subject: key,
    });
  }
}
