/** Makes a server's sender of notifications out of what the server has opened for it. */
import type { Clock } from '../../base/time/clock.ts';
import type { JobLog } from '../log/job-log.ts';
import type { Store } from '../store/store.ts';
import { deliverNotification } from './deliver-notification.ts';
import { NotificationOutbox } from './notification-outbox.ts';
import { NotificationSender } from './notification-sender.ts';
import { readNotificationSettings } from './notification-settings.ts';

export interface OpenNotificationSenderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  readonly log: JobLog;
  onError(error: unknown): void;
}

export function openNotificationSender(options: OpenNotificationSenderOptions): NotificationSender {
  const { store, clock, log, onError } = options;
  const settings = readNotificationSettings(options.settings);
  const { timeoutMs } = settings;
  return new NotificationSender({
    outbox: new NotificationOutbox(store),
    clock,
    settings,
    deliver: (row, signal) => deliverNotification(row, { clock, timeoutMs, signal }),
    onLost: ({ entity_id: entityId, url }, reason) =>
      log.write({
        level: 'WARN',
        component: 'Notification',
        jobId: entityId.split('@', 1)[0] ?? entityId,
        actionId: entityId.includes('@') ? entityId : undefined,
        appName: '-',
        user: '-',
        message: `could not send notification [${url}]: ${reason}`,
      }),
    onError,
  });
}
