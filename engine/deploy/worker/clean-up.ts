/** Removes what applications left on a worker long ago, by Spark's `spark.worker.cleanup.*`. */
import type { Clock } from '../../../base/time/clock.ts';
import type { SparkConf } from '../../context/spark-conf.ts';
import { removeOldApplications } from './work-directory.ts';
import type { Worker } from './worker.ts';

const MS_PER_SECOND = 1_000;

export function cleanUpRepeatedly(worker: Worker, conf: SparkConf, clock: Clock): void {
  const intervalMs = conf.getTimeAsMs('spark.worker.cleanup.interval', '1800s', MS_PER_SECOND);
  const keptMs = conf.getTimeAsMs('spark.worker.cleanup.appDataTtl', '7d', MS_PER_SECOND);
  if (!conf.getBoolean('spark.worker.cleanup.enabled', true)) {
    return;
  }
  const { log, workDirectory } = worker.options;
  log(
    'INFO',
    `Worker cleanup enabled; old application directories will be deleted in: ${workDirectory}`,
  );
  const repeat = () =>
    clock.setTimer(intervalMs, () => {
      const running = [...worker.executors.values()].map(({ launch }) => launch.applicationId);
      try {
        const oldestMs = clock.now() - keptMs;
        for (const one of removeOldApplications(workDirectory, new Set(running), oldestMs)) {
          log('INFO', `Removed the directory of ${one}`);
        }
      } catch (error) {
        log('WARN', `Old applications could not be removed: ${(error as Error).message}`);
      }
      repeat();
    });
  repeat();
}
