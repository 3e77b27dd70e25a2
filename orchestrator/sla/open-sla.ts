/** Makes a server's watch over service levels out of what the server has opened. */
import { readEmailSettings } from '../../actions/email/email-settings.ts';
import { sendMail } from '../../actions/email/send-mail.ts';
import type { Clock } from '../../base/time/clock.ts';
import { processingTimeZone } from '../coordinator/time/processing-time-zone.ts';
import { readCount } from '../execution/execution-settings.ts';
import type { JobLog } from '../log/job-log.ts';
import type { Store } from '../store/store.ts';
import { alertContacts, alertMessage, isAlert } from './sla-alert.ts';
import type { SlaEntry } from './sla-entry.ts';
import type { SlaEventStatus } from './sla-event-status.ts';
import { SlaMonitor } from './sla-monitor.ts';
import type { SlaService } from './sla-service.ts';
import { SlaStore } from './sla-store.ts';
import { StoredSlaService } from './stored-sla-service.ts';

export interface OpenSlaOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  readonly log: JobLog;
  /** `http://host:port`, once the server listens. */
  serverUrl(): string;
  onError(error: unknown): void;
}

export interface OpenSla {
  readonly monitor: SlaMonitor;
  readonly service: SlaService;
}

const CHECK_INTERVAL_SECONDS = 30;
const SECOND_MS = 1_000;

/** @throws HowdahError HOWDAH_USAGE */
export function openSla(options: OpenSlaOptions): OpenSla {
  const { store, clock, settings, onError } = options;
  const checkSeconds = readCount(
    settings,
    'oozie.sla.service.SLAService.check.interval',
    CHECK_INTERVAL_SECONDS,
  );
  const monitor = new SlaMonitor({
    store: new SlaStore(store.database),
    isShared: store.isShared,
    clock,
    checkIntervalMs: Math.max(1, checkSeconds) * SECOND_MS,
    onEvents: (entry, events) => {
      for (const event of events) void tell(options, entry, event);
    },
    onError,
  });
  const service = new StoredSlaService({
    database: store.database,
    monitor,
    clock,
    processing: processingTimeZone(settings.get('oozie.processing.timezone') ?? 'UTC'),
  });
  return { monitor, service };
}

/** A line in the job's log, and a message to whoever is to be told. Never throws. */
async function tell(
  options: OpenSlaOptions,
  entry: SlaEntry,
  event: SlaEventStatus,
): Promise<void> {
  const isMiss = event.endsWith('_MISS');
  write(options, entry, isMiss ? 'WARN' : 'INFO', `SLA ${event}`);
  if (!isAlert(entry, event) || alertContacts(entry).length === 0) return;
  try {
    const message = alertMessage(entry, event, options.serverUrl());
    await sendMail(readEmailSettings(options.settings), message);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    write(options, entry, 'WARN', `SLA alert ${event} could not be sent: ${reason}`);
  }
}

function write(
  { log }: OpenSlaOptions,
  entry: SlaEntry,
  level: 'INFO' | 'WARN',
  message: string,
): void {
  log.write({
    level,
    component: 'ServiceLevel',
    jobId: entry.jobId,
    actionId: entry.id === entry.jobId ? undefined : entry.id,
    appName: entry.appName,
    user: entry.user,
    message,
  });
}
