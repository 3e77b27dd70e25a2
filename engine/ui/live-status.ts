/**
 * What is known of the running application, for its REST interface and for the program itself. What
 * the schedulers tell is only kept until somebody looks or it is much; what makes a status of it is
 * loaded then.
 */
import { createRequire } from 'node:module';
import { siblingModule } from '../../base/sibling-module.ts';
import type { EventFacts } from '../event-log/event-facts.ts';
import type { AppStatus } from './app-status.ts';
import { type EventRecorder, newEventRecorder } from './event-recorder.ts';
import type { Retention } from './retention.ts';
import type { StatusView } from './status-view.ts';

type StatusViewModule = typeof import('./status-view.ts');

const loadModule = createRequire(import.meta.url);

export class LiveStatus {
  /** To be told all that the schedulers tell. */
  readonly recorder: EventRecorder;
  private readonly facts: () => EventFacts;
  private readonly retention: Retention;
  private view: StatusView | undefined;

  /** @param facts asked for when the first event is looked at */
  constructor(facts: () => EventFacts, retention: Retention) {
    this.facts = facts;
    this.retention = retention;
    this.recorder = newEventRecorder(() => this.opened().listener);
  }

  /** As of now. */
  get status(): AppStatus {
    this.recorder.replay();
    return this.opened().status;
  }

  private opened(): StatusView {
    if (this.view === undefined) {
      const path = siblingModule(import.meta.url, './status-view');
      this.view = (loadModule(path) as StatusViewModule).newStatusView(
        this.facts(),
        this.retention,
      );
    }
    return this.view;
  }
}
