/** The typed view of a resolved coordinator. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import { defaultDefinitionLimits } from '../../definition/definition-limits.ts';
import { readXml } from '../../definition/xml/read-xml.ts';
import type { Frequency, FrequencyUnit } from '../time/frequency.ts';
import type { EndOfDuration } from '../time/java-calendar.ts';
import { parseOozieTime } from '../time/oozie-time.ts';
import { type ProcessingTimeZone, processingTimeZone } from '../time/processing-time-zone.ts';
import type {
  CoordinatorControls,
  CoordinatorDefinition,
  DataEvent,
  Dataset,
} from './coordinator-definition.ts';

/** What a job's row holds besides its XML. */
export interface StoredCoordinator {
  readonly name: string;
  readonly controls: CoordinatorControls;
  /** @see CronFrequency.clock */
  readonly cronClock: 'processing' | 'local';
  readonly processingTimeZone: string;
}

/** What the `done-flag` is when there is none. */
const DONE_FLAG_DEFAULT = '_SUCCESS';

/** Bounds for XML that was accepted before and stored by us. */
const STORED_LIMITS = { ...defaultDefinitionLimits, sizeBytesMax: 16_777_216 };

/** Reads the XML of a job again that `readCoordinator` made. */
export function coordinatorFromJobXml(
  jobXml: string,
  stored: StoredCoordinator,
): CoordinatorDefinition {
  const { root } = readXml(jobXml, 'coordinator.xml', STORED_LIMITS);
  if (root === undefined) throw new Error('the XML of a stored coordinator cannot be read');
  return coordinatorFromElement(root, stored);
}

/** @param element resolved and without problems */
export function coordinatorFromElement(
  element: Element,
  { name, controls, cronClock, processingTimeZone: zoneId }: StoredCoordinator,
): CoordinatorDefinition {
  const processing = processingTimeZone(zoneId);
  const action = child(element, 'action');
  const workflow = action && child(action, 'workflow');
  return {
    name,
    namespace: element.namespace,
    frequency: frequencyOf(element, cronClock),
    startMs: timeOf(element, 'start', processing),
    endMs: timeOf(element, 'end', processing),
    timezone: element.attributes.get('timezone') ?? '',
    controls,
    inputEvents: eventsOf(element, 'input-events', 'data-in', processing),
    outputEvents: eventsOf(element, 'output-events', 'data-out', processing),
    inputLogic: child(element, 'input-logic'),
    workflowAppPath: workflow === undefined ? '' : (childText(workflow, 'app-path') ?? ''),
    sla: action && child(action, 'info'),
    element,
  };
}

function frequencyOf(element: Element, clock: 'processing' | 'local'): Frequency {
  const text = element.attributes.get('frequency') ?? '';
  const unit = element.attributes.get('freq_timeunit');
  const endOf = element.attributes.get('end_of_duration') as EndOfDuration;
  if (unit === 'CRON') return { kind: 'cron', expression: text, clock, endOf };
  return { kind: 'calendar', count: Number(text), unit: unit as FrequencyUnit, endOf };
}

function timeOf(element: Element, name: string, processing: ProcessingTimeZone): number {
  const text = element.attributes.get(name) ?? '';
  const parsed = parseOozieTime(text, processing);
  if ('timeMs' in parsed) return parsed.timeMs;
  throw new Error(`${name} of <${element.name}> was not checked`);
}

function eventsOf(
  app: Element,
  list: string,
  name: string,
  processing: ProcessingTimeZone,
): DataEvent[] {
  const events = child(app, list);
  if (events === undefined) return [];
  return childrenOf(events, name).map((element) => ({
    name: element.attributes.get('name') ?? '',
    dataset: datasetOf(element, processing),
    element,
  }));
}

/** The dataset within an event. */
export function datasetOf(event: Element, processing: ProcessingTimeZone): Dataset {
  const element = child(event, 'dataset');
  if (element === undefined) throw new Error(`<${event.name}> has no dataset`);
  const { attributes } = element;
  return {
    name: attributes.get('name') ?? '',
    frequency: Number(attributes.get('frequency')),
    unit: attributes.get('freq_timeunit') as FrequencyUnit,
    endOf: attributes.get('end_of_duration') as EndOfDuration,
    initialInstanceMs: timeOf(element, 'initial-instance', processing),
    timezone: attributes.get('timezone') ?? '',
    uriTemplate: childText(element, 'uri-template') ?? '',
    doneFlag: childText(element, 'done-flag') ?? DONE_FLAG_DEFAULT,
  };
}
