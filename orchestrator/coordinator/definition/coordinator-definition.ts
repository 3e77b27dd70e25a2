/**
 * A coordinator as it is after submission: what both syntaxes are read into, with everything
 * evaluated that Oozie evaluates at submit. Frozen plain data.
 */
import type { Element } from '../../../actions/contract/element.ts';
import type { Frequency, FrequencyUnit } from '../time/frequency.ts';
import type { EndOfDuration } from '../time/java-calendar.ts';

export interface CoordinatorDefinition {
  /** Evaluated; a bundle's name for it wins. */
  readonly name: string;
  /** `uri:oozie:coordinator:0.5`. */
  readonly namespace: string;
  readonly frequency: Frequency;
  /** Inclusive, milliseconds since the epoch. */
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** A zone that `timeZone` of `time/time-zone.ts` knows: `America/Los_Angeles`, `GMT+05:30`. */
  readonly timezone: string;
  readonly controls: CoordinatorControls;
  readonly inputEvents: readonly DataEvent[];
  readonly outputEvents: readonly DataEvent[];
  /** The `input-logic` element; its expressions are evaluated when an action is materialised. */
  readonly inputLogic: Element | undefined;
  /** Evaluated. */
  readonly workflowAppPath: string;
  /** The `sla:info` element; its expressions are evaluated when an action is materialised. */
  readonly sla: Element | undefined;
  /**
   * The resolved document: attributes `freq_timeunit` and `end_of_duration` added, datasets put
   * into the events that use them. Written by `writePrettyXml` it is the `jobXml` that Oozie stores
   * and `coordinatorFromJobXml` reads again.
   */
  readonly element: Element;
}

export const executionOrders = ['FIFO', 'LIFO', 'LAST_ONLY', 'NONE'] as const;

export type ExecutionOrder = (typeof executionOrders)[number];

export interface CoordinatorControls {
  /** How long an action waits for its data. */
  readonly timeoutMinutes: number;
  /** Actions that may run at the same time; negative is no limit. */
  readonly concurrency: number;
  readonly execution: ExecutionOrder;
  /** Actions that may wait at the same time; at least 1. */
  readonly throttle: number;
}

/** A `data-in` or `data-out` with the dataset that it names. */
export interface DataEvent {
  readonly name: string;
  readonly dataset: Dataset;
  /** The event's element, its dataset the first child; instances unevaluated. */
  readonly element: Element;
}

export interface Dataset {
  readonly name: string;
  /** How many units lie between two instances; a whole number above 0. */
  readonly frequency: number;
  readonly unit: FrequencyUnit;
  readonly endOf: EndOfDuration;
  readonly initialInstanceMs: number;
  readonly timezone: string;
  /** Variables of the job resolved; YEAR, MONTH, DAY, HOUR, MINUTE remain. */
  readonly uriTemplate: string;
  /** The file that completes an instance; empty if the instance's directory does so itself. */
  readonly doneFlag: string;
}
