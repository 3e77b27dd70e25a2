/** Listeners of the program's own: they are told what stands in the event log, as it is written. */
import type { EventFacts } from '../event-log/event-facts.ts';
import { type SparkEvent, SparkEventListener } from '../event-log/spark-event-listener.ts';
import type { ListenerBus } from '../scheduler/scheduler-events.ts';
import type { ExecutorSummary } from '../scheduler/scheduler-port.ts';

/** The events of the log, by what follows `SparkListener` in their names. */
type EventName =
  | 'ApplicationEnd'
  | 'BlockManagerAdded'
  | 'BlockManagerRemoved'
  | 'BlockUpdated'
  | 'ExecutorAdded'
  | 'ExecutorExcluded'
  | 'ExecutorExcludedForStage'
  | 'ExecutorRemoved'
  | 'ExecutorUnexcluded'
  | 'JobEnd'
  | 'JobStart'
  | 'NodeExcluded'
  | 'NodeExcludedForStage'
  | 'NodeUnexcluded'
  | 'SpeculativeTaskSubmitted'
  | 'StageCompleted'
  | 'StageSubmitted'
  | 'TaskEnd'
  | 'TaskStart'
  | 'UnpersistRDD';

/**
 * What a program may listen to: each function gets an event as it stands in the event log, such as
 * `onJobStart({ 'Job ID': 0, … })`. They are called within the scheduler: what they throw is a
 * warning of the process, and jobs wait while they work.
 */
export type SparkListener = { readonly [E in EventName as `on${E}`]?: (event: SparkEvent) => void };

const PREFIX = 'SparkListener';

export class ProgramListeners {
  private readonly bus: ListenerBus;
  private readonly facts: () => EventFacts;
  private readonly executors: () => readonly ExecutorSummary[];
  private readonly sources = new Map<SparkListener, SparkEventListener>();

  constructor(
    bus: ListenerBus,
    facts: () => EventFacts,
    executors: () => readonly ExecutorSummary[],
  ) {
    this.bus = bus;
    this.facts = facts;
    this.executors = executors;
  }

  /** It hears what happens from now on; a second time is no news. */
  add(listener: SparkListener): void {
    if (this.sources.has(listener)) {
      return;
    }
    let isOpen = false;
    const source = new SparkEventListener({ ...this.facts(), logsBlockUpdates: true }, (event) => {
      if (isOpen) {
        tell(listener, event);
      }
    });
    for (const { executorId, host, totalSlots: slots } of this.executors()) {
      source.executorAdded({ executorId, host, slots }, 0);
    }
    isOpen = true;
    this.sources.set(listener, source);
    this.bus.add(source);
  }

  remove(listener: SparkListener): void {
    const source = this.sources.get(listener);
    if (source !== undefined) {
      this.bus.remove(source);
      this.sources.delete(listener);
    }
  }

  close(nowMs: number): void {
    for (const source of this.sources.values()) {
      source.close(nowMs);
    }
  }
}

function tell(listener: SparkListener, event: SparkEvent): void {
  const name = event.Event.slice(event.Event.lastIndexOf(PREFIX) + PREFIX.length);
  listener[`on${name}` as keyof SparkListener]?.(event);
}
