/** All that an application's user interface needs, loaded when it is first looked at. */
import type { Clock } from '../../base/time/clock.ts';
import { answerRequest } from './api-routes.ts';
import type { AppStatus } from './app-status.ts';
import { UiServer, type UiSettings } from './ui-server.ts';
import { type ArchivedFile, zipArchive } from './zip-archive.ts';

export interface ShownApplication {
  /** Brought up to date for each request. */
  readonly status: () => AppStatus;
  /** The event log as it is now; nothing where none is kept. */
  readonly eventLog: () => readonly ArchivedFile[];
}

export function startUi(
  settings: UiSettings,
  clock: Clock,
  { status, eventLog }: ShownApplication,
): Promise<UiServer | undefined> {
  return UiServer.start({
    ...settings,
    answer(path, query) {
      const present = status();
      return path === `/applications/${present.id}/logs`
        ? {
            httpStatus: 200,
            body: zipArchive(eventLog()),
            fileName: `eventLogs-${present.id}.zip`,
          }
        : answerRequest(present, path, query, clock.now());
    },
  });
}
