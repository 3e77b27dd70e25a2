/** Whom the statuses that actions take are to be told, by the job's configuration. */
import { coordinatorActionNotification } from '../../notification/coordinator-notifications.ts';
import type { Notification } from '../../notification/workflow-notifications.ts';
import { coordinatorActionId } from '../../store/coordinator-rows.ts';
import type { CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { CoordinatorCommand } from '../job/coordinator-command.ts';

const NOTIFICATION_URL = 'oozie.coord.action.notification.url';

/** @param configuration of the job, read only if it names an address */
export function actionNotifications(
  row: CoordinatorJobRow,
  commands: readonly CoordinatorCommand[],
  configuration: () => ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
): Notification[] {
  // Most jobs tell nobody, and their configuration need not be read for that.
  if (!row.conf.includes(NOTIFICATION_URL)) return [];
  const told: Notification[] = [];
  for (const command of commands) {
    if (command.kind !== 'tell-action') continue;
    const { number, status } = command;
    const action = { id: coordinatorActionId(row.id, number), status };
    const notification = coordinatorActionNotification(action, configuration(), settings);
    if (notification !== undefined) told.push(notification);
  }
  return told;
}
