/** The instances between a `start-instance` and an `end-instance`. */
import type { Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { InstanceElContext } from '../../definition/el/coordinator-el-context.ts';
import { instancePhase, rangePhase } from '../../definition/el/coordinator-phases.ts';
import { writePrettyXml } from '../../definition/xml/write-xml.ts';
import { INSTANCE_SEPARATOR, offsetTime, RANGE_LENGTH_MAX } from '../dataset/instance-functions.ts';
import { evaluateAndWrap } from '../definition/evaluate-and-wrap.ts';
import {
  addToCalendar,
  type CalendarUnit,
  startOfDay,
  startOfMonth,
  startOfWeek,
} from '../time/java-calendar.ts';
import { formatOozieTime } from '../time/oozie-time.ts';
import { argumentError } from './data-error.ts';
import {
  type InstanceFunction,
  instanceFunction,
  numberAndRest,
  numberArgument,
  onlyArgument,
} from './instance-text.ts';

/** @throws HowdahError E1004, E1010, E1012 */
export function rangeInstances(
  startText: string,
  endText: string,
  event: Element,
  context: InstanceElContext,
): string {
  const { properties } = context;
  const start = evaluateAndWrap(startText, rangePhase, context, properties);
  const end = evaluateAndWrap(endText, rangePhase, context, properties);
  checkKinds(start, end);
  const name = instanceFunction(start);
  switch (name) {
    case 'absolute':
      return absoluteRange(onlyArgument(start), endNumber(end), context);
    case 'endOfMonths':
    case 'endOfWeeks':
    case 'endOfDays': {
      const from = startAfter(name, numberArgument(start), context);
      return absoluteRange(from, endNumber(end), context);
    }
    case 'offset':
      return offsetRange(start, end, event, context);
    default:
      return countedRange(name, start, end, event, context);
  }
}

const fixedStarts = new Set<InstanceFunction | undefined>([
  'absolute',
  'endOfMonths',
  'endOfWeeks',
  'endOfDays',
]);

function checkKinds(start: string, end: string): void {
  const startKind = instanceFunction(start);
  const endKind = instanceFunction(end);
  if (startKind === endKind) return;
  const found = `start = ${start}  end = ${end}`;
  if (!fixedStarts.has(startKind)) {
    const kinds = 'latest or current or future or offset';
    const problem = ` start-instance and end-instance both should be either ${kinds}`;
    throw new HowdahError('E1010', [`${problem}\n start ${start} and end ${end}`]);
  }
  if (endKind === 'current') return;
  const problem =
    'Only start-instance as absolute/endOfMonths/endOfWeeks/endOfDays and ' +
    'end-instance as current is supported.';
  throw new HowdahError('E1010', [`${problem} ${found}`]);
}

/**
 * Which current instance a range ends with. For another fixed end Oozie takes its own number of
 * that kind of instance, whichever time is meant.
 */
function endNumber(end: string): number {
  return instanceFunction(end) === 'absolute' ? NUMBER_OF_ABSOLUTE : numberArgument(end);
}

const NUMBER_OF_ABSOLUTE = 4;

function absoluteRange(start: string, end: number, context: InstanceElContext): string {
  const text = `\${coord:absoluteRange("${start}",${end})}`;
  return evaluateAndWrap(text, instancePhase, context, context.properties);
}

/** The start of the dataset's day, week or month that comes `count` + 1 after the nominal time. */
function startAfter(
  name: 'endOfMonths' | 'endOfWeeks' | 'endOfDays',
  count: number,
  { grid, nominalTimeMs, processing }: InstanceElContext,
): string {
  const { zone } = grid;
  const timeMs = {
    endOfMonths: () => addToCalendar(startOfMonth(nominalTimeMs, zone), count + 1, 'MONTH', zone),
    endOfWeeks: () => addToCalendar(startOfWeek(nominalTimeMs, zone), count + 1, 'WEEK', zone),
    endOfDays: () => addToCalendar(startOfDay(nominalTimeMs, zone), count + 1, 'DAY', zone),
  }[name]();
  return formatOozieTime(timeMs, processing);
}

/** `current`, `latest` and `future`, whose numbers count instances. */
function countedRange(
  name: InstanceFunction | undefined,
  start: string,
  end: string,
  event: Element,
  context: InstanceElContext,
): string {
  const isOneArgument = name === 'current' || name === 'latest';
  const first = isOneArgument ? numberArgument(start) : numberAndRest(start).number;
  const second = isOneArgument ? { number: numberArgument(end), rest: '' } : numberAndRest(end);
  const last = second.number;
  if (first > last) throw startAfterEnd(event);
  if (name === 'latest') return `\${coord:latestRange(${first},${last})}`;
  if (name === 'future') return `\${coord:futureRange(${first},${last},'${second.rest}')}`;
  if (name !== 'current') return '';
  const text = `\${coord:currentRange(${first},${last})}`;
  return evaluateAndWrap(text, instancePhase, context, context.properties);
}

function startAfterEnd(event: Element): HowdahError {
  const problem = ' start-instance should be equal or earlier than the end-instance ';
  const found = `${problem}\n${writePrettyXml(event)}`;
  return new HowdahError('E1010', [found], { position: event.position });
}

/** The numbers by which Java's calendars know the units; Oozie weighs offsets with them. */
const unitWeights: Readonly<Record<string, { unit: CalendarUnit; weight: number }>> = {
  MINUTE: { unit: 'MINUTE', weight: 12 },
  HOUR: { unit: 'HOUR', weight: 10 },
  DAY: { unit: 'DAY', weight: 5 },
  WEEK: { unit: 'WEEK', weight: 3 },
  MONTH: { unit: 'MONTH', weight: 2 },
  YEAR: { unit: 'YEAR', weight: 1 },
};

function offsetRange(
  start: string,
  end: string,
  event: Element,
  context: InstanceElContext,
): string {
  const first = weighedOffset(start);
  const last = weighedOffset(end);
  if (first.weight * first.number > last.weight * last.number) throw startAfterEnd(event);
  const fromMs = offsetTime(context, first.number, first.unit);
  const untilMs = offsetTime(context, last.number, last.unit);
  if (fromMs === undefined || untilMs === undefined) return '';
  const instances: string[] = [];
  for (const offset of offsetsBetween(fromMs, untilMs, event, context).reverse()) {
    const text = `\${coord:offset(${offset}, "${datasetUnit(event)}")}`;
    const instance = evaluateAndWrap(text, instancePhase, context, context.properties);
    if (instance === '') break;
    instances.push(instance);
  }
  return instances.join(INSTANCE_SEPARATOR);
}

function weighedOffset(text: string) {
  const { number, rest } = numberAndRest(text);
  const known = unitWeights[rest];
  if (known !== undefined) return { number, ...known };
  throw argumentError(
    `No enum constant org.apache.oozie.coord.TimeUnit.${rest}`,
    `the unit is one of ${Object.keys(unitWeights).join(', ')}`,
  );
}

/** In units of the dataset from the current instance, for every instance between two times. */
function offsetsBetween(
  fromMs: number,
  untilMs: number,
  event: Element,
  { grid, nominalTimeMs }: InstanceElContext,
): number[] {
  const frequency = datasetFrequency(event);
  const current = grid.current(nominalTimeMs)?.index ?? 0;
  const first = grid.floor(fromMs);
  let index = first.timeMs < fromMs ? first.index + 1 : first.index;
  const offsets: number[] = [];
  while (grid.at(index) <= untilMs && offsets.length <= RANGE_LENGTH_MAX) {
    offsets.push((index - current) * frequency);
    index++;
  }
  return offsets;
}

function datasetFrequency(event: Element): number {
  return Number(datasetAttribute(event, 'frequency'));
}

function datasetUnit(event: Element): string {
  return datasetAttribute(event, 'freq_timeunit');
}

function datasetAttribute(event: Element, name: string): string {
  const dataset = event.children.find((one) => one.name === 'dataset');
  return dataset?.attributes.get(name) ?? '';
}
