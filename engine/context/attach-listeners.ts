/** The listeners that settings and environment ask for. */
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { siblingModule } from '../../base/sibling-module.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { AttachedEventLog } from '../event-log/attach-event-log.ts';
import type { EventFacts } from '../event-log/event-facts.ts';
import { ProgressListener } from '../event-log/progress-listener.ts';
import type { ListenerBus, SchedulerListener } from '../scheduler/scheduler-events.ts';
import type { ExecutorSummary } from '../scheduler/scheduler-port.ts';
import { ApplicationUi } from '../ui/application-ui.ts';
import { LiveStatus } from '../ui/live-status.ts';
import { retentionOf } from '../ui/retention.ts';
import type { ProgramListeners } from './program-listeners.ts';
import type { SparkConf } from './spark-conf.ts';

export interface ApplicationFacts {
  readonly conf: SparkConf;
  readonly clock: Clock;
  readonly applicationId: string;
  readonly startTimeMs: number;
  readonly sparkVersion: string;
  readonly executors: () => readonly ExecutorSummary[];
}

export interface AttachedListeners {
  /** Undefined where `spark.ui.enabled` is off. */
  readonly ui: ApplicationUi | undefined;
  readonly live: LiveStatus;
  readonly program: ProgramListeners;
  /** Begins or ends the log of what the schedulers do. */
  setLogLevel(level: string): void;
  close(nowMs: number): void;
}

interface Closeable {
  close(nowMs: number): void;
}

/** Set by whoever started the application and wants to know how far it is. */
const PROGRESS_FILE_VARIABLE = 'HOWDAH_PROGRESS_FILE';

/** Of executors and drivers. */
const DEFAULT_MEMORY = '1g';

/** What Spark keeps of an executor's memory for itself. */
const RESERVED_BYTES = 300 * 2 ** 20;

/** Spark's first port, and how many more it tries. */
const UI_PORT = 4_040;
const PORT_RETRIES = 16;
const LOOPBACK = '127.0.0.1';

/** Values of `spark.log.level` that show what the schedulers do; without one nothing is logged. */
const loggedLevels = new Set(['INFO', 'DEBUG', 'TRACE', 'ALL']);

type SchedulerLogModule = typeof import('../event-log/scheduler-log.ts');
type ProgramListenersModule = typeof import('./program-listeners.ts');
type AttachEventLogModule = typeof import('../event-log/attach-event-log.ts');

const loadModule = createRequire(import.meta.url);

export function attachListeners(bus: ListenerBus, facts: ApplicationFacts): AttachedListeners {
  const attached: Closeable[] = [];
  const { conf, clock } = facts;
  const progressFile = process.env[PROGRESS_FILE_VARIABLE];
  if (progressFile) {
    const progress = new ProgressListener(progressFile, clock);
    bus.add(progress);
    attached.push(progress);
  }
  const log = new LogSwitch(bus, clock);
  log.set(conf.get('spark.log.level', ''));
  const eventLog = conf.getBoolean('spark.eventLog.enabled', false)
    ? attachEventLog(bus, facts)
    : undefined;
  if (eventLog !== undefined) {
    attached.push(eventLog);
  }
  const live = new LiveStatus(() => eventFacts(facts), retentionOf(conf));
  bus.add(live.recorder);
  const ui = conf.getBoolean('spark.ui.enabled', true) ? newUi(facts, live, eventLog) : undefined;
  if (ui !== undefined) {
    attached.push(ui);
  }
  let program: ProgramListeners | undefined;
  return {
    ui,
    live,
    get program() {
      program ??= newProgramListeners(bus, facts);
      return program;
    },
    setLogLevel: (level) => log.set(level),
    close(nowMs) {
      for (const listener of attached) {
        listener.close(nowMs);
      }
      program?.close(nowMs);
    },
  };
}

/** The schedulers' own log, which is there for some levels and not for others. */
class LogSwitch {
  private readonly bus: ListenerBus;
  private readonly clock: Clock;
  private listeners: readonly SchedulerListener[] = [];

  constructor(bus: ListenerBus, clock: Clock) {
    this.bus = bus;
    this.clock = clock;
  }

  set(level: string): void {
    const isLogged = loggedLevels.has(level.toUpperCase());
    if (isLogged && this.listeners.length === 0) {
      const path = siblingModule(import.meta.url, '../event-log/scheduler-log');
      const { schedulerLog } = loadModule(path) as SchedulerLogModule;
      const write = (line: string) => void process.stderr.write(line);
      this.listeners = schedulerLog({ now: this.clock.now, write });
      for (const listener of this.listeners) {
        this.bus.add(listener);
      }
    } else if (!isLogged) {
      for (const listener of this.listeners) {
        this.bus.remove(listener);
      }
      this.listeners = [];
    }
  }
}

/** Loaded only where it is asked for: most small programs keep no log. */
function attachEventLog(bus: ListenerBus, facts: ApplicationFacts): AttachedEventLog {
  const path = siblingModule(import.meta.url, '../event-log/attach-event-log');
  const { attachEventLog: attach } = loadModule(path) as AttachEventLogModule;
  return attach(bus, facts.conf, eventFacts(facts), facts.clock);
}

function newProgramListeners(bus: ListenerBus, facts: ApplicationFacts): ProgramListeners {
  const path = siblingModule(import.meta.url, './program-listeners');
  const { ProgramListeners: Listeners } = loadModule(path) as ProgramListenersModule;
  return new Listeners(bus, () => eventFacts(facts), facts.executors);
}

function newUi(
  { conf, clock }: ApplicationFacts,
  live: LiveStatus,
  eventLog: AttachedEventLog | undefined,
): ApplicationUi {
  const settings = {
    address: conf.get('spark.driver.bindAddress', LOOPBACK),
    port: conf.getInt('spark.ui.port', UI_PORT),
    retriesMax: conf.getInt('spark.port.maxRetries', PORT_RETRIES),
  };
  return new ApplicationUi(settings, clock, live, () => eventLog?.files() ?? []);
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
    storageMemoryBytes: storageMemoryBytes(conf, 'spark.executor.memory'),
    driverStorage: /^local(\[|$)/.test(conf.get('spark.master', ''))
      ? undefined
      : { host: hostname(), memoryBytes: storageMemoryBytes(conf, 'spark.driver.memory') },
    logsBlockUpdates: conf.getBoolean('spark.eventLog.logBlockUpdates.enabled', false),
    logsStagePeaks: conf.getBoolean('spark.eventLog.logStageExecutorMetrics', false),
    executorMemoryBytes: conf.getSizeAsBytes('spark.executor.memory', DEFAULT_MEMORY),
    executorCores: conf.contains('spark.executor.cores')
      ? conf.getInt('spark.executor.cores', 1)
      : undefined,
    logsTaskAccumulators: conf.getBoolean('spark.eventLog.includeTaskMetricsAccumulators', true),
  };
}

/** As Spark's: a part of the executor's memory without what it reserves. */
function storageMemoryBytes(conf: SparkConf, key: string): number {
  const memory = conf.getSizeAsBytes(key, DEFAULT_MEMORY);
  const fraction = Number(conf.get('spark.memory.fraction', '0.6'));
  return Math.max(0, Math.floor((memory - RESERVED_BYTES) * fraction));
}
