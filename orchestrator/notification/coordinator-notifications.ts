/** What is told of a coordinator's actions. */
import { fillAddress, notificationAddress } from './notification-address.ts';
import type { Notification } from './workflow-notifications.ts';

/**
 * One request for each change of an action's status, to `oozie.coord.action.notification.url`.
 *
 * @param configuration the action's, as it was created
 * @returns undefined where nobody is to be told
 */
export function coordinatorActionNotification(
  action: { readonly id: string; readonly status: string },
  configuration: ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
): Notification | undefined {
  const address = notificationAddress(
    configuration,
    'oozie.coord.action.notification.url',
    'oozie.coord.action.notification.proxy',
    settings,
  );
  if (address === undefined) return undefined;
  const values = { actionId: action.id, status: action.status };
  return {
    entityId: action.id,
    url: fillAddress(address.template, values),
    proxy: address.proxy,
  };
}
