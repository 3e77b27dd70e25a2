/** Puts an event log behind what the schedulers tell. */
import type { SparkConf } from '../context/spark-conf.ts';
import type { ListenerBus } from '../scheduler/scheduler-events.ts';
import { eventLogOptions } from './event-log-settings.ts';
import { type LoggedFile, openEventLog } from './event-log-writer.ts';
import { type EventFacts, SparkEventListener } from './spark-event-listener.ts';

export interface AttachedEventLog {
  close(nowMs: number): void;
  /** What was written so far. */
  files(): LoggedFile[];
}

/** @throws HowdahError for settings that cannot be followed */
export function attachEventLog(
  bus: ListenerBus,
  conf: SparkConf,
  facts: EventFacts,
): AttachedEventLog {
  const log = openEventLog(eventLogOptions(conf, facts.applicationId));
  const listener = new SparkEventListener(facts, (event, isUrgent) => log.write(event, isUrgent));
  bus.add(listener);
  return {
    files: () => log.files(),
    close(nowMs) {
      listener.close(nowMs);
      log.close();
    },
  };
}
