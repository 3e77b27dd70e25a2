/** What the functions of a coordinator's expressions may ask, phase by phase. */
import type { InstanceGrid } from '../../coordinator/dataset/instance-grid.ts';
import type { FrequencyUnit } from '../../coordinator/time/frequency.ts';
import type { EndOfDuration } from '../../coordinator/time/java-calendar.ts';
import type { ProcessingTimeZone } from '../../coordinator/time/processing-time-zone.ts';
import type { TimeZone } from '../../coordinator/time/time-zone.ts';

export interface CoordinatorElContext {
  /** The job's properties, trimmed. */
  readonly properties: ReadonlyMap<string, string>;
  readonly processing: ProcessingTimeZone;
  hadoopProperty(hostPort: string, property: string): string | undefined;
}

/** Where `coord:days(1)` says not only how many, but also of what. */
export interface FrequencyElContext extends CoordinatorElContext {
  unit: FrequencyUnit | undefined;
  endOf: EndOfDuration | undefined;
}

/** Where functions that are evaluated later stand for themselves. */
export interface EchoElContext extends CoordinatorElContext {
  /** The names of the events: what `coord:dataIn` may name. */
  readonly dataNames: ReadonlyMap<string, 'data-in' | 'data-out'>;
  /** Set by a function that stands for itself: the outcome is an expression again. */
  isEchoed: boolean;
}

/** Facts of the action that is materialised or started. */
export interface ActionElContext extends CoordinatorElContext {
  readonly actionId: string;
  /** The coordinator's. */
  readonly name: string;
  readonly nominalTimeMs: number;
  readonly actualTimeMs: number;
  /** The zone of the coordinator. */
  readonly zone: TimeZone;
}

/** Where the instances of one dataset are asked for. */
export interface InstanceElContext extends ActionElContext {
  readonly grid: InstanceGrid;
  isEchoed: boolean;
}

/** Where the data of an action are known. */
export interface DataElContext extends ActionElContext {
  /**
   * The URIs of an input, joined by commas; `unresolved` while some are not known. Undefined for a
   * name that no input has.
   */
  dataIn(name: string): EventData | undefined;
  dataOut(name: string): EventData | undefined;
}

export interface EventData {
  /** Undefined when the event has none. */
  readonly uris: string | undefined;
  readonly isUnresolved: boolean;
}
