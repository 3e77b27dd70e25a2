/** Random coordinators with their data and the commands that they get, each made by its seed. */
import type { RandomSource } from '../support/coordinator-oracle/random-source.ts';

export interface WildCoordinator {
  /** `ROOT` stands for the URI of a directory of the server that it is sent to. */
  readonly definition: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Below the root. */
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly WildCommand[];
}

export interface WildCommand {
  /** Of a PUT on the job, without `action=`. */
  readonly query: string;
  /** Files that appear before it; one that is there is written anew. */
  readonly files?: Readonly<Record<string, string>>;
  readonly sendsProperties?: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** All of it lies in the past, so that what is due is done at once. */
const START_MS = Date.UTC(2026, 10, 1);

const NAMESPACE = 'uri:oozie:coordinator:0.5';

/** Workflows that end well, badly, or wait. */
const workflows: Readonly<Record<string, string>> = {
  good: '<start to="end"/><end name="end"/>',
  bad: '<start to="k"/><kill name="k"><message>killed</message></kill><end name="end"/>',
  failing:
    '<start to="a"/><action name="a"><fs><mkdir path="${nothing}"/></fs><ok to="end"/>' +
    '<error to="end"/></action><end name="end"/>',
  fickle:
    '<start to="d"/><decision name="d"><switch><case to="end">${fs:exists(flag)}</case>' +
    '<default to="k"/></switch></decision><kill name="k"><message>no flag</message></kill>' +
    '<end name="end"/>',
};

export function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16)}Z`;
}

interface Shape {
  readonly frequency: string;
  readonly stepMs: number;
  readonly count: number;
  readonly zone: string;
  readonly startMs: number;
}

function randomShape(random: RandomSource): Shape {
  const [frequency, stepMs] = random.pick([
    ['${coord:days(1)}', DAY_MS],
    ['${coord:days(1)}', DAY_MS],
    ['${coord:hours(6)}', 6 * HOUR_MS],
    ['60', HOUR_MS],
    ['0 */12 * * *', 12 * HOUR_MS],
    ['${coord:endOfDays(1)}', DAY_MS],
    ['${coord:minutes(30)}', HOUR_MS / 2],
  ] as const) as [string, number];
  return {
    ...{ frequency, stepMs },
    count: random.integer(1, 4),
    zone: random.pick(['UTC', 'UTC', 'America/Los_Angeles', 'Europe/Berlin', 'GMT+05:30']),
    startMs: START_MS + random.integer(0, 3) * DAY_MS + random.integer(0, 4) * HOUR_MS,
  };
}

export function wildCoordinator(random: RandomSource): WildCoordinator {
  const shape = randomShape(random);
  const files: Record<string, string> = {};
  for (const [name, body] of Object.entries(workflows)) {
    files[`${name}/workflow.xml`] =
      `<workflow-app xmlns="uri:oozie:workflow:1.0" name="${name}">${body}</workflow-app>`;
  }
  const inputs = random.chance(0.65) ? randomInputs(random) : [];
  const output = random.chance(0.4);
  makeData(random, inputs, shape, files);
  const workflow = random.pick(['good', 'good', 'good', 'bad', 'failing', 'fickle', 'missing']);
  const definition = definitionOf(random, { shape, inputs, output, workflow });
  files['app/coordinator.xml'] = definition;
  const properties = {
    flag: 'ROOT/flag',
    who: 'it & others',
    ...(random.chance(0.15) && { 'oozie.suspend.on.nodes': 'end' }),
  };
  const commands = Array.from({ length: random.integer(1, 4) }, () =>
    randomCommand(random, { shape, inputs, definition }),
  );
  return { definition, properties, files, commands };
}

interface Input {
  readonly name: string;
  readonly dataset: string;
  readonly instances: string;
  readonly doneFlag: string | undefined;
  readonly hours: number;
}

function randomInputs(random: RandomSource): Input[] {
  return Array.from({ length: random.integer(1, 3) }, (_, index) => ({
    name: `in${index}`,
    dataset: `set${index}`,
    instances: randomInstances(random),
    doneFlag: random.pick([undefined, undefined, '', 'ready.txt']),
    hours: random.pick([24, 24, 6, 1]),
  }));
}

function randomInstances(random: RandomSource): string {
  const index = () => random.integer(-3, 1);
  const one = random.pick([
    () => `\${coord:current(${index()})}`,
    () => `\${coord:current(${index()})}`,
    () => '${coord:current(0)}',
    () => `\${coord:latest(${random.integer(-2, 0)})}`,
    () => `\${coord:future(${random.integer(0, 2)}, 5)}`,
    () => `\${coord:offset(${random.integer(-30, 3)}, "HOUR")}`,
    () => timeText(START_MS + random.integer(0, 5) * DAY_MS),
    () => '${coord:absolute("2026-11-02T00:00Z")}',
    () => '${coord:currentRange(-2, 0)}',
    () => '${coord:latestRange(-2, 0)}',
    () => '${coord:futureRange(0, 1, 5)}',
  ]);
  if (random.chance(0.65)) {
    const count = random.chance(0.2) ? 2 : 1;
    return Array.from({ length: count }, () => `<instance>${one()}</instance>`).join('');
  }
  const [start, end] = random.pick([
    ['current(-2)', 'current(0)'],
    ['current(0)', 'current(-2)'],
    ['latest(-2)', 'latest(0)'],
    ['future(0, 5)', 'future(1, 5)'],
    ['offset(-2, "DAY")', 'offset(0, "DAY")'],
    ['endOfDays(-2)', 'current(0)'],
    ['endOfWeeks(-1)', 'current(0)'],
    ['endOfMonths(-1)', 'current(0)'],
    ['absolute("2026-11-01T00:00Z")', 'current(0)'],
    ['current(-1)', 'latest(0)'],
  ]) as [string, string];
  return (
    `<start-instance>\${coord:${start}}</start-instance>` +
    `<end-instance>\${coord:${end}}</end-instance>`
  );
}

/** Most instances of the days around are there. */
function makeData(
  random: RandomSource,
  inputs: readonly Input[],
  { startMs }: Shape,
  files: Record<string, string>,
): void {
  for (const { dataset, doneFlag, hours } of inputs) {
    const share = random.pick([1, 0.8, 0.3, 0]);
    for (let timeMs = START_MS; timeMs < startMs + 5 * DAY_MS; timeMs += hours * HOUR_MS) {
      if (random.chance(share)) files[instanceFile(dataset, doneFlag, timeMs)] = '';
    }
  }
}

function instanceFile(dataset: string, doneFlag: string | undefined, timeMs: number): string {
  const [day, time] = timeText(timeMs).split('T') as [string, string];
  const directory = `data/${dataset}/${day}/${time.slice(0, 2)}`;
  return `${directory}/${doneFlag === undefined ? '_SUCCESS' : doneFlag || 'part-0'}`;
}

interface Parts {
  readonly shape: Shape;
  readonly inputs: readonly Input[];
  readonly output: boolean;
  readonly workflow: string;
}

function definitionOf(random: RandomSource, { shape, inputs, output, workflow }: Parts): string {
  const { frequency, startMs, stepMs, count, zone } = shape;
  const end = timeText(startMs + stepMs * count);
  return [
    `<coordinator-app xmlns="${NAMESPACE}" name="wild" frequency="${frequency}"`,
    ` start="${timeText(startMs)}" end="${end}" timezone="${zone}">`,
    controlsOf(random),
    datasetsOf(inputs, output),
    inputEventsOf(random, inputs),
    output
      ? '<output-events><data-out name="out" dataset="outs"><instance>${coord:current(0)}' +
        '</instance></data-out></output-events>'
      : '',
    `<action><workflow><app-path>ROOT/${workflow}</app-path>`,
    configurationOf(random, inputs, output),
    '</workflow></action></coordinator-app>',
  ].join('\n');
}

function controlsOf(random: RandomSource): string {
  const controls = [
    random.chance(0.3) ? `<timeout>${random.pick([-1, 10, 100_000, 60])}</timeout>` : '',
    random.chance(0.5) ? `<concurrency>${random.pick([1, 2, 5])}</concurrency>` : '',
    random.chance(0.6)
      ? `<execution>${random.pick(['FIFO', 'LIFO', 'LAST_ONLY', 'NONE'])}</execution>`
      : '',
    random.chance(0.3) ? `<throttle>${random.pick([2, 5, 600])}</throttle>` : '',
  ].join('');
  return controls === '' ? '' : `<controls>${controls}</controls>`;
}

function datasetsOf(inputs: readonly Input[], output: boolean): string {
  const all = inputs.map(({ dataset, hours, doneFlag }) => {
    const flag = doneFlag === undefined ? '' : `<done-flag>${doneFlag}</done-flag>`;
    return (
      `<dataset name="${dataset}" frequency="\${coord:hours(${hours})}" ` +
      `initial-instance="2026-11-01T00:00Z" timezone="UTC"><uri-template>` +
      `ROOT/data/${dataset}/\${YEAR}-\${MONTH}-\${DAY}/\${HOUR}</uri-template>${flag}</dataset>`
    );
  });
  if (output) {
    all.push(
      '<dataset name="outs" frequency="${coord:days(1)}" initial-instance="2026-10-01T00:00Z" ' +
        'timezone="UTC"><uri-template>ROOT/out/${YEAR}${MONTH}${DAY}</uri-template></dataset>',
    );
  }
  return all.length === 0 ? '' : `<datasets>${all.join('')}</datasets>`;
}

function inputEventsOf(random: RandomSource, inputs: readonly Input[]): string {
  if (inputs.length === 0) return '';
  const events = inputs.map(
    ({ name, dataset, instances }) =>
      `<data-in name="${name}" dataset="${dataset}">${instances}</data-in>`,
  );
  const logic =
    inputs.length > 1 && random.chance(0.4)
      ? `<input-logic>${randomLogic(random, inputs)}</input-logic>`
      : '';
  return `<input-events>${events.join('')}</input-events>${logic}`;
}

function randomLogic(random: RandomSource, inputs: readonly Input[]): string {
  const kind = random.pick(['and', 'or', 'combine']);
  const min = random.chance(0.4) ? ` min="${random.integer(0, 2)}"` : '';
  const wait = random.chance(0.2) ? ` wait="${random.pick([1, 5_000])}"` : '';
  const parts = inputs.map(({ name, dataset }) =>
    kind === 'combine' || random.chance(0.7)
      ? `<data-in dataset="${name}"/>`
      : `<data-in name="${dataset}n" dataset="${name}"${min}/>`,
  );
  return `<${kind} name="logic"${min}${wait}>${parts.join('')}</${kind}>`;
}

const functions = [
  '${coord:nominalTime()}',
  '${coord:actualTime()}',
  "${coord:formatTime(coord:nominalTime(), 'yyyy-MM-dd HH:mm:ss')}",
  "${coord:formatTime(coord:nominalTime(), 'EEE, w D')}",
  "${coord:dateOffset(coord:nominalTime(), -1, 'DAY')}",
  "${coord:dateOffset(coord:nominalTime(), 1, 'MONTH')}",
  "${coord:dateTzOffset(coord:nominalTime(), 'America/Los_Angeles')}",
  "${coord:epochTime(coord:nominalTime(), 'true')}",
  '${coord:actionId()}',
  '${coord:name()}',
  '${coord:user()}',
  "${coord:conf('who')}",
  '${who}',
  '${coord:tzOffset()}',
  '${coord:hoursInDay(0)}',
  '${coord:daysInMonth(0)}',
  '${YEAR}',
  'a &lt; b &amp; c',
  '  spaced  ',
  '',
];

function configurationOf(random: RandomSource, inputs: readonly Input[], output: boolean): string {
  const values = Array.from({ length: random.integer(0, 4) }, () =>
    random.chance(0.93) ? random.pick(functions.slice(0, 15)) : random.pick(functions),
  );
  for (const { name } of inputs) {
    values.push(`\${coord:dataIn('${name}')}`);
  }
  if (inputs.length > 1 && random.chance(0.3)) values.push("${coord:dataIn('logic')}");
  if (output) values.push("${coord:dataOut('out')}");
  const properties = values.map(
    (value, index) => `<property><name>p${index}</name><value>${value}</value></property>`,
  );
  return properties.length === 0 ? '' : `<configuration>${properties.join('')}</configuration>`;
}

interface CommandFacts {
  readonly shape: Shape;
  readonly inputs: readonly Input[];
  readonly definition: string;
}

function randomScope(random: RandomSource, { startMs, stepMs, count }: Shape): string {
  const number = () => random.integer(1, count + (random.chance(0.15) ? 2 : 0));
  const time = () => timeText(startMs + (number() - 1) * stepMs);
  return random.pick([
    () => `type=action&scope=${number()}`,
    () => `type=action&scope=${number()}`,
    () => `type=action&scope=1-${number()}`,
    () => `type=action&scope=${number()},${number()}`,
    () => `type=date&scope=${time()}`,
    () => `type=date&scope=${time()}::${time()}`,
    () => `type=action&scope=${random.pick(['0', 'x', '2-1', '1,,2', '', '-1', ' 1'])}`,
  ])();
}

function randomChange(random: RandomSource, { startMs, stepMs, count }: Shape): string {
  const time = () => timeText(startMs + random.integer(-1, count + 2) * stepMs);
  return random.pick([
    () => `endtime=${time()}`,
    () => `endtime=${timeText(startMs + (count + 2) * stepMs)}`,
    () => `concurrency=${random.integer(-1, 4)}`,
    () => `pausetime=${time()}`,
    () => 'pausetime=',
    () => `status=${random.pick(['RUNNING', 'IGNORED', 'KILLED', 'x'])}`,
    () => `concurrency=2;endtime=${time()}`,
    () => random.pick(['endtime=', 'endtime=x', 'concurrency=', 'x=1', ';', 'pausetime=2026']),
  ])();
}

function randomCommand(random: RandomSource, facts: CommandFacts): WildCommand {
  const { shape, inputs, definition } = facts;
  const flags = ['refresh', 'nocleanup', 'failed']
    .filter(() => random.chance(0.3))
    .map((flag) => `&${flag}=true`)
    .join('');
  return random.pick([
    () => ({ query: 'suspend' }),
    () => ({ query: 'resume' }),
    () => ({ query: 'kill' }),
    () => ({ query: `kill&${randomScope(random, shape)}` }),
    () => ({ query: 'ignore' }),
    () => ({ query: `ignore&${randomScope(random, shape)}` }),
    () => ({ query: `change&value=${encodeURIComponent(randomChange(random, shape))}` }),
    () => ({ query: `change&value=${encodeURIComponent(randomChange(random, shape))}` }),
    () => ({ query: `coord-rerun&${randomScope(random, shape)}${flags}` }),
    () => ({ query: `coord-rerun&${randomScope(random, shape)}${flags}` }),
    () => ({ query: `coord-rerun&${randomScope(random, shape)}${flags}`, files: { flag: '' } }),
    () => ({ query: 'resume', files: moreData(inputs, shape) }),
    () => randomUpdate(random, definition),
  ])();
}

function moreData(inputs: readonly Input[], { startMs }: Shape): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { dataset, doneFlag, hours } of inputs) {
    for (let timeMs = START_MS; timeMs < startMs + 5 * DAY_MS; timeMs += hours * HOUR_MS) {
      files[instanceFile(dataset, doneFlag, timeMs)] = '';
    }
  }
  return files;
}

function randomUpdate(random: RandomSource, definition: string): WildCommand {
  const changed = random.pick([
    () => definition,
    () => definition.replace('</app-path>', '/</app-path>'),
    () => definition.replace('name="wild"', 'name="tame"'),
    () => definition.replace(/frequency="[^"]*"/, 'frequency="120"'),
    () => definition.replace(/<concurrency>\d+/, '<concurrency>7'),
    () => definition.replace('</workflow>', '</workflow><!-- changed -->'),
  ])();
  const options = random.pick(['', '&dryrun=true', '&diff=true', '&diff=false', '&dryrun=false']);
  return {
    query: `update${options}`,
    files: { 'app/coordinator.xml': changed },
    sendsProperties: random.chance(0.5),
  };
}
