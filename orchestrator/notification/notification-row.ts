/** The outbox rows of notifications: to be written in the transaction of what they tell of. */
import type { NotificationRow } from '../store/notification-tables.ts';
import type { Notification } from './workflow-notifications.ts';

/**
 * While this lasts, a row that was just written is being sent by whoever wrote it; later anybody
 * may take it up. Longer than an attempt can take.
 */
export const SENDING_MS = 300_000;

/**
 * @param key tells this change from all others of the entity: its row's version
 * @param first how many notifications of the same key come before these
 */
export function notificationRows(
  notifications: readonly Notification[],
  key: string,
  nowMs: number,
  first = 0,
): NotificationRow[] {
  return notifications.map(({ entityId, url, proxy }, index) => ({
    id: `${key}/${first + index}`,
    entity_id: entityId,
    url,
    proxy,
    attempts: 0,
    due_ms: nowMs + SENDING_MS,
  }));
}
