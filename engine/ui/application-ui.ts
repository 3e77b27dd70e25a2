/**
 * What a driver shows of its application. The server starts a moment after the application, or when
 * its address is asked for: a tiny program has ended by then.
 */
import { createRequire } from 'node:module';
import { siblingModule } from '../../base/sibling-module.ts';
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { EventFacts } from '../event-log/spark-event-listener.ts';
import { type EventRecorder, newEventRecorder } from './event-recorder.ts';
import type { UiServer, UiSettings } from './ui-server.ts';

type StartUiModule = typeof import('./start-ui.ts');

/** Long enough for a tiny program, short enough for a person. */
const START_DELAY_MS = 500;

const loadModule = createRequire(import.meta.url);

export class ApplicationUi {
  /** To be told all that the schedulers tell. */
  readonly recorder: EventRecorder;
  private readonly start: () => Promise<UiServer | undefined>;
  private readonly timer: Timer;
  private server: Promise<UiServer | undefined> | undefined;
  private isClosed = false;

  /** @param facts asked for when the first event is looked at */
  constructor(settings: UiSettings, facts: () => EventFacts, clock: Clock) {
    const path = siblingModule(import.meta.url, './start-ui');
    const load = () => loadModule(path) as StartUiModule;
    let view: ReturnType<StartUiModule['newStatusView']> | undefined;
    const present = () => {
      view ??= load().newStatusView(facts());
      return view;
    };
    this.recorder = newEventRecorder(() => present().listener);
    this.start = () =>
      load().startUi(settings, clock, () => {
        this.recorder.replay();
        return present().status;
      });
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
