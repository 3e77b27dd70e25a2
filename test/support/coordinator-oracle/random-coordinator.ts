/** Random coordinators: schedules in all zones, and datasets with instances of every kind. */
import { randomCron } from './random-cron.ts';
import type { RandomSource } from './random-source.ts';

export interface RandomDataset {
  readonly frequency: string;
  readonly initial: string;
  readonly zone: string;
  /** The elements within `data-in`, without the namespace. */
  readonly instances: string;
}

export interface RandomCoordinator {
  readonly frequency: string;
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly dataset: RandomDataset | undefined;
}

/**
 * Clocks change in most of them, in some by half an hour, at odd times, or not as expected. Those
 * of Morocco differ between the time zone data of Java and of Node, as its rules are set each year.
 */
const zones = [
  ...'UTC UTC GMT GMT+05:30 GMT-0800 America/Los_Angeles America/New_York America/St_Johns'.split(
    ' ',
  ),
  ...'America/Sao_Paulo America/Havana America/Caracas America/Santiago Europe/London'.split(' '),
  ...'Europe/Berlin Europe/Lisbon Asia/Riyadh Europe/Moscow Europe/Dublin Asia/Kolkata'.split(' '),
  ...'Asia/Kathmandu Asia/Tehran Asia/Tokyo Asia/Amman Asia/Gaza Africa/Cairo'.split(' '),
  ...'Africa/Tunis Australia/Sydney Australia/Lord_Howe Pacific/Auckland'.split(' '),
  ...'Pacific/Chatham Pacific/Apia Pacific/Honolulu PST CST IST EST MST7MDT US/Eastern'.split(' '),
];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Days on which clocks change or calendars are odd. */
const oddDays = [
  ...'2026-03-08 2026-11-01 2026-03-29 2026-10-25 2024-02-29 2023-02-28 2025-12-31'.split(' '),
  ...'2026-01-31 2027-04-04 2026-10-04 2011-12-30 2016-03-27 2018-02-17 2021-03-14'.split(' '),
];

export function randomCoordinator(random: RandomSource): RandomCoordinator {
  const withDataset = random.chance(0.35);
  const startMs = randomInstant(random);
  const frequency = withDataset ? randomFrequency(random) : randomSchedule(random);
  const spanMs = random.pick([2, 20, 200, 2000]) * DAY_MS * random.next() + 1_800_000;
  return {
    frequency,
    start: format(startMs),
    end: format(startMs + spanMs),
    zone: random.pick(zones),
    dataset: withDataset ? randomDataset(random, startMs) : undefined,
  };
}

function randomInstant(random: RandomSource): number {
  const dayMs = random.chance(0.6)
    ? Date.parse(random.pick(oddDays)) + random.integer(-3, 1) * DAY_MS
    : Date.UTC(2000, 0, 1) + random.integer(0, 36 * 365) * DAY_MS;
  const minute = random.chance(0.5) ? random.integer(0, 23) * 60 : random.integer(0, 1439);
  return dayMs + minute * MINUTE_MS;
}

function format(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16)}Z`;
}

function randomSchedule(random: RandomSource): string {
  return random.chance(0.55) ? randomCron(random) : randomFrequency(random);
}

function randomFrequency(random: RandomSource): string {
  const count = random.chance(0.5) ? 1 : random.integer(1, 40);
  return random.pick([
    () => String(random.integer(5, 10_000)),
    () => String(random.pick([5, 15, 30, 60, 1440, 10_080])),
    () => `\${coord:minutes(${count + 4})}`,
    () => `\${coord:hours(${count})}`,
    () => `\${coord:days(${count})}`,
    () => `\${coord:days(${count})}`,
    () => `\${coord:months(${count})}`,
    () => `\${coord:months(${count})}`,
    () => `\${coord:endOfDays(${count})}`,
    () => `\${coord:endOfWeeks(${count})}`,
    () => `\${coord:endOfMonths(${count})}`,
  ])();
}

function randomDataset(random: RandomSource, startMs: number): RandomDataset {
  const instances = randomInstances(random, startMs);
  // Oozie walks back to the initial instance for these, for each of them again.
  const isSlow = instances.includes('latest') || instances.includes('-instance>${coord:offset');
  const days = isSlow ? 2 : random.pick([40, 400]);
  const minutes = random.chance(0.5) ? random.integer(0, 1439) : 0;
  const initialMs = startMs - random.integer(-1, days) * DAY_MS + minutes * MINUTE_MS;
  return {
    frequency: randomFrequency(random),
    initial: format(initialMs),
    zone: random.pick(zones),
    instances,
  };
}

const units = ['MINUTE', 'HOUR', 'DAY', 'MONTH', 'YEAR'];

function randomInstances(random: RandomSource, startMs: number): string {
  const index = () => random.integer(-5, 3);
  const offset = () => `${random.integer(-40, 20)}, "${random.pick(units)}"`;
  const instance = random.pick([
    () => `\${coord:current(${index()})}`,
    () => `\${coord:current(${index()})}`,
    () => `\${coord:currentRange(${index()}, ${index()})}`,
    () => `\${coord:offset(${offset()})}`,
    () => `\${coord:offset(${offset()})}`,
    () => `\${coord:latest(${-random.integer(0, 3)})}`,
    () => `\${coord:future(${random.integer(0, 3)}, 10)}`,
    () => '${coord:current(-coord:hoursInDay(0))}',
    () => '${coord:current(-coord:daysInMonth(0))}',
    () => '${coord:current(-(coord:tzOffset() / 60))}',
  ]);
  if (random.chance(0.6)) return tag('instance', instance());
  const absolute = format(startMs - random.integer(0, 5) * DAY_MS);
  const [start, end] = random.pick([
    [`current(${index()})`, `current(${index()})`],
    [`offset(${random.integer(-9, 2)}, "HOUR")`, `offset(${random.integer(-90, 9)}, "MINUTE")`],
    [`latest(${-random.integer(0, 4)})`, `latest(${-random.integer(0, 2)})`],
    [`endOfDays(${index()})`, `current(${index()})`],
    [`endOfWeeks(${index()})`, `current(${index()})`],
    [`endOfMonths(${index()})`, `current(${index()})`],
    [`absolute("${absolute}")`, `current(${index()})`],
  ]) as [string, string];
  return tag('start-instance', `\${coord:${start}}`) + tag('end-instance', `\${coord:${end}}`);
}

function tag(name: string, text: string): string {
  return `<${name}>${text}</${name}>`;
}

/** The definition that both sides are asked about. */
export function coordinatorXml({
  frequency,
  start,
  end,
  zone,
  dataset,
}: RandomCoordinator): string {
  const schedule = `frequency="${frequency}" start="${start}" end="${end}" timezone="${zone}"`;
  const data = dataset === undefined ? '' : datasetXml(dataset);
  const workflow = '<action><workflow><app-path>file:///w</app-path></workflow></action>';
  const namespace = 'xmlns="uri:oozie:coordinator:0.4"';
  return `<coordinator-app ${namespace} name="c" ${schedule}>${data}${workflow}</coordinator-app>`;
}

function datasetXml({ frequency, initial, zone, instances }: RandomDataset): string {
  const grid = `frequency="${frequency}" initial-instance="${initial}" timezone="${zone}"`;
  const template = 'file:///d/${YEAR}-${MONTH}-${DAY}T${HOUR}:${MINUTE}Z';
  const dataset = `<dataset name="d" ${grid}><uri-template>${template}</uri-template></dataset>`;
  const event = `<data-in name="i" dataset="d">${instances}</data-in>`;
  return `<datasets>${dataset}</datasets><input-events>${event}</input-events>`;
}
