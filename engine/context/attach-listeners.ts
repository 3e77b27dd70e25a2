/** The listeners that settings and environment ask for. */
import { createRequire } from 'node:module';
import { siblingModule } from '../../base/sibling-module.ts';
import type { Clock } from '../../base/time/clock.ts';
import { ProgressListener } from '../event-log/progress-listener.ts';
import type { EventFacts } from '../event-log/spark-event-listener.ts';
import type { ListenerBus } from '../scheduler/scheduler-events.ts';
import { ApplicationUi } from '../ui/application-ui.ts';
import type { SparkConf } from './spark-conf.ts';

export interface ApplicationFacts {
  readonly conf: SparkConf;
  readonly clock: Clock;
  readonly applicationId: string;
  readonly startTimeMs: number;
  readonly sparkVersion: string;
}

export interface AttachedListeners {
  /** Undefined where `spark.ui.enabled` is off. */
  readonly ui?: ApplicationUi | undefined;
  close(nowMs: number): void;
}

/** Set by whoever started the application and wants to know how far it is. */
const PROGRESS_FILE_VARIABLE = 'HOWDAH_PROGRESS_FILE';

/** What Spark keeps of an executor's memory for itself. */
const RESERVED_BYTES = 300 * 2 ** 20;

/** Spark's first port, and how many more it tries. */
const UI_PORT = 4_040;
const PORT_RETRIES = 16;
const LOOPBACK = '127.0.0.1';

/** Values of `spark.log.level` that show what the schedulers do; without one nothing is logged. */
const loggedLevels = new Set(['INFO', 'DEBUG', 'TRACE', 'ALL']);

type SchedulerLogModule = typeof import('../event-log/scheduler-log.ts');
type AttachEventLogModule = typeof import('../event-log/attach-event-log.ts');

const loadModule = createRequire(import.meta.url);

export function attachListeners(bus: ListenerBus, facts: ApplicationFacts): AttachedListeners {
  const attached: AttachedListeners[] = [];
  const { conf, clock } = facts;
  const progressFile = process.env[PROGRESS_FILE_VARIABLE];
  if (progressFile) {
    const progress = new ProgressListener(progressFile, clock);
    bus.add(progress);
    attached.push(progress);
  }
  if (loggedLevels.has(conf.get('spark.log.level', '').toUpperCase())) {
    const path = siblingModule(import.meta.url, '../event-log/scheduler-log');
    const { SchedulerLog } = loadModule(path) as SchedulerLogModule;
    bus.add(new SchedulerLog(clock.now, (line) => process.stderr.write(line)));
  }
  if (conf.getBoolean('spark.eventLog.enabled', false)) {
    attached.push(attachEventLog(bus, facts));
  }
  const ui = conf.getBoolean('spark.ui.enabled', true) ? newUi(facts) : undefined;
  if (ui !== undefined) {
    bus.add(ui.recorder);
    attached.push(ui);
  }
  return {
    ui,
    close(nowMs) {
      for (const listener of attached) {
        listener.close(nowMs);
      }
    },
  };
}

/** Loaded only where it is asked for: most small programs keep no log. */
function attachEventLog(bus: ListenerBus, facts: ApplicationFacts): AttachedListeners {
  const path = siblingModule(import.meta.url, '../event-log/attach-event-log');
  const { attachEventLog: attach } = loadModule(path) as AttachEventLogModule;
  return attach(bus, facts.conf, eventFacts(facts));
}

function newUi(facts: ApplicationFacts): ApplicationUi {
  const { conf, clock } = facts;
  const settings = {
    address: conf.get('spark.driver.bindAddress', LOOPBACK),
    port: conf.getInt('spark.ui.port', UI_PORT),
    retriesMax: conf.getInt('spark.port.maxRetries', PORT_RETRIES),
  };
  return new ApplicationUi(settings, () => eventFacts(facts), clock);
}

function eventFacts({
  conf,
  applicationId,
  startTimeMs,
  sparkVersion,
}: ApplicationFacts): EventFacts {
  return {
    applicationId,
    applicationName: conf.get('spark.app.name', ''),
    startTimeMs,
    sparkVersion,
    properties: Object.fromEntries(conf.getAll()),
    storageMemoryBytes: storageMemoryBytes(conf),
    logsBlockUpdates: conf.getBoolean('spark.eventLog.logBlockUpdates.enabled', false),
  };
}

/** As Spark's: a part of the executor's memory without what it reserves. */
function storageMemoryBytes(conf: SparkConf): number {
  const memory = conf.getSizeAsBytes('spark.executor.memory', '1g');
  const fraction = Number(conf.get('spark.memory.fraction', '0.6'));
  return Math.max(0, Math.floor((memory - RESERVED_BYTES) * fraction));
}
