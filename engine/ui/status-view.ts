/** The status of a running application, loaded when somebody looks at it or much has happened. */
import type { EventFacts } from '../event-log/event-facts.ts';
import { type AppStatus, newAppStatus } from './app-status.ts';
import type { Retention } from './retention.ts';
import { StatusListener } from './status-listener.ts';

export interface StatusView {
  readonly status: AppStatus;
  /** To be told what the schedulers tell. */
  readonly listener: StatusListener;
}

export function newStatusView(facts: EventFacts, retention: Retention): StatusView {
  const status = newAppStatus(retention);
  return { status, listener: new StatusListener(status, facts) };
}
