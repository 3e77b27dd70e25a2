/** The status of a running application, brought up to date when somebody looks at it. */
import type { EventFacts } from '../event-log/event-facts.ts';
import { SparkEventListener } from '../event-log/spark-event-listener.ts';
import type { AppStatus } from './app-status.ts';
import { newAppStatus } from './app-status.ts';
import { applyEvent } from './apply-event.ts';

/** A listener that turns what the schedulers tell into a status. */
export function newStatusView(facts: EventFacts): {
  readonly status: AppStatus;
  readonly listener: SparkEventListener;
} {
  const status = newAppStatus();
  const listener = new SparkEventListener(
    { ...facts, logsBlockUpdates: true, logsTaskAccumulators: false },
    (event) => applyEvent(status, event),
  );
  return { status, listener };
}
