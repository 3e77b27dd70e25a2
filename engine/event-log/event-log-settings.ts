/** What `spark.eventLog.*` says, with the defaults of Spark 4. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { SparkConf } from '../context/spark-conf.ts';
import { localPath } from '../rdd/local-path.ts';
import type { EventLogOptions } from './event-log-writer.ts';

const MEGABYTE = 2 ** 20;

/** Smaller files would be too many; Spark refuses them too. */
const ROLLING_FILE_BYTES_MIN = 10 * MEGABYTE;

/** @throws HowdahError `HOWDAH_SETTING_INVALID`, or `FS002` for a directory of another scheme */
export function eventLogOptions(conf: SparkConf, applicationId: string): EventLogOptions {
  const isCompressed = conf.getBoolean('spark.eventLog.compress', true);
  const codecKey = 'spark.eventLog.compression.codec';
  const codec = conf.get(codecKey, 'zstd');
  if (isCompressed && codec !== 'zstd') {
    throw new HowdahError('HOWDAH_SETTING_INVALID', [codecKey, 'zstd', `'${codec}'`], {
      subject: codecKey,
      mend: 'use zstd, or spark.eventLog.compress=false',
    });
  }
  return {
    directory: localPath(conf.get('spark.eventLog.dir', '/tmp/spark-events')),
    applicationId,
    isCompressed,
    overwrites: conf.getBoolean('spark.eventLog.overwrite', false),
    rollingFileBytes: conf.getBoolean('spark.eventLog.rolling.enabled', true)
      ? rollingFileBytes(conf)
      : undefined,
  };
}

function rollingFileBytes(conf: SparkConf): number {
  const key = 'spark.eventLog.rolling.maxFileSize';
  const sizeBytes = conf.getSizeAsBytes(key, '128m');
  if (sizeBytes < ROLLING_FILE_BYTES_MIN) {
    throw new HowdahError('HOWDAH_SETTING_INVALID', [key, 'at least 10m', `'${conf.get(key)}'`], {
      subject: key,
    });
  }
  return sizeBytes;
}
