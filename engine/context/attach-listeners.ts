/** The listeners that settings and environment ask for. */
import type { Clock } from '../../base/time/clock.ts';
import { EventLogListener } from '../event-log/event-log-listener.ts';
import { ProgressListener } from '../event-log/progress-listener.ts';
import type { ListenerBus } from '../scheduler/scheduler-events.ts';
import type { SparkConf } from './spark-conf.ts';

export interface ApplicationFacts {
  readonly conf: SparkConf;
  readonly clock: Clock;
  readonly applicationId: string;
  readonly startTimeMs: number;
  readonly sparkVersion: string;
}

export interface AttachedListeners {
  close(nowMs: number): void;
}

/** Set by whoever started the application and wants to know how far it is. */
const PROGRESS_FILE_VARIABLE = 'HOWDAH_PROGRESS_FILE';

const EVENT_LOG_DIRECTORY = '/tmp/spark-events';

export function attachListeners(bus: ListenerBus, facts: ApplicationFacts): AttachedListeners {
  const attached: AttachedListeners[] = [];
  const { conf, clock } = facts;
  const progressFile = process.env[PROGRESS_FILE_VARIABLE];
  if (progressFile) {
    const progress = new ProgressListener(progressFile, clock);
    bus.add(progress);
    attached.push(progress);
  }
  if (conf.getBoolean('spark.eventLog.enabled', false)) {
    const log = new EventLogListener({
      directory: conf.get('spark.eventLog.dir', EVENT_LOG_DIRECTORY),
      applicationId: facts.applicationId,
      applicationName: conf.get('spark.app.name', ''),
      startTimeMs: facts.startTimeMs,
      sparkVersion: facts.sparkVersion,
      properties: Object.fromEntries(conf.getAll()),
    });
    bus.add(log);
    attached.push(log);
  }
  return {
    close(nowMs) {
      for (const listener of attached) {
        listener.close(nowMs);
      }
    },
  };
}
