/**
 * The server that shows a running application. It starts a moment after the application, or when
 * its address is asked for: a tiny program has ended by then.
 */
import { createRequire } from 'node:module';
import { siblingModule } from '../../base/sibling-module.ts';
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { LiveStatus } from './live-status.ts';
import type { UiServer, UiSettings } from './ui-server.ts';
import type { ArchivedFile } from './zip-archive.ts';

type StartUiModule = typeof import('./start-ui.ts');

/** Long enough for a tiny program, short enough for a person. */
const START_DELAY_MS = 500;

const loadModule = createRequire(import.meta.url);

export class ApplicationUi {
  private readonly start: () => Promise<UiServer | undefined>;
  private readonly timer: Timer;
  private server: Promise<UiServer | undefined> | undefined;
  private isClosed = false;

  /** @param eventLog the files of the application's log */
  constructor(
    settings: UiSettings,
    clock: Clock,
    live: LiveStatus,
    eventLog: () => readonly ArchivedFile[],
  ) {
    this.start = () => {
      const path = siblingModule(import.meta.url, './start-ui');
      return (loadModule(path) as StartUiModule).startUi(settings, clock, {
        status: () => live.status,
        eventLog,
      });
    };
    this.timer = clock.setTimer(START_DELAY_MS, () => void this.startServer());
  }

  /** `http://127.0.0.1:4040`; undefined where no port was free. */
  get url(): Promise<string | undefined> {
    return this.startServer().then((server) => server && `http://${server.address}:${server.port}`);
  }

  close(): void {
    this.timer.cancel();
    this.isClosed = true;
    void this.server?.then((server) => server?.close());
  }

  private startServer(): Promise<UiServer | undefined> {
    this.server ??= this.isClosed ? Promise.resolve(undefined) : this.start();
    return this.server;
  }
}
