/** All that an application's user interface needs, loaded when it is first looked at. */
import type { Clock } from '../../base/time/clock.ts';
import { answerRequest } from './api-routes.ts';
import type { AppStatus } from './app-status.ts';
import { UiServer, type UiSettings } from './ui-server.ts';

/** @param status brought up to date for each request */
export function startUi(
  settings: UiSettings,
  clock: Clock,
  status: () => AppStatus,
): Promise<UiServer | undefined> {
  return UiServer.start({
    ...settings,
    answer: (path, query) => answerRequest(status(), path, query, clock.now()),
  });
}
