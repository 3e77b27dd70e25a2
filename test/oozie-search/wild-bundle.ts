/** Random bundles with their coordinators and the commands that they get, each made by its seed. */
import type { RandomSource } from '../support/coordinator-oracle/random-source.ts';

export interface WildBundle {
  readonly properties: Readonly<Record<string, string>>;
  /** Below the root. */
  readonly files: Readonly<Record<string, string>>;
  readonly isStarted: boolean;
  readonly isChecked: boolean;
  readonly commands: readonly WildBundleCommand[];
}

interface WildBundleCommand {
  /** Of a PUT on the job, without `action=`. */
  readonly query: string;
  /** Files that appear before it. */
  readonly files?: Readonly<Record<string, string>>;
}

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'] as const;

const workflows: Readonly<Record<string, string>> = {
  good: '<start to="end"/><end name="end"/>',
  bad: '<start to="k"/><kill name="k"><message>killed</message></kill><end name="end"/>',
  fickle:
    '<start to="d"/><decision name="d"><switch><case to="end">${fs:exists(flag)}</case>' +
    '<default to="k"/></switch></decision><kill name="k"><message>no flag</message></kill>' +
    '<end name="end"/>',
};

/** Coordinators that end well, badly or in parts, wait for data, or lie ahead. */
const kinds = ['good', 'good', 'bad', 'fickle', 'waiting', 'later', 'endless'] as const;

type Kind = (typeof kinds)[number];

function coordinatorOf(kind: Kind, days: number): string {
  const year = kind === 'later' ? '2099' : '2026';
  const end = kind === 'endless' ? '2099-01-01' : `${year}-11-0${1 + days}`;
  const frequency = kind === 'endless' ? '${coord:months(400)}' : '${coord:days(1)}';
  const data =
    kind === 'waiting'
      ? '<datasets><dataset name="d" frequency="${coord:days(1)}" initial-instance=' +
        '"2026-11-01T00:00Z" timezone="UTC"><uri-template>ROOT/data/${DAY}</uri-template>' +
        '</dataset></datasets><input-events><data-in name="in" dataset="d"><instance>' +
        '${coord:current(0)}</instance></data-in></input-events>'
      : '';
  const workflow = kind in workflows ? kind : 'good';
  return (
    `<coordinator-app xmlns="uri:oozie:coordinator:0.4" name="${kind} \${who}" ` +
    `frequency="${frequency}" start="${year}-11-01T00:00Z" end="${end}T00:00Z" timezone="UTC">` +
    `<controls><concurrency>2</concurrency></controls>${data}<action><workflow>` +
    `<app-path>ROOT/${workflow}</app-path></workflow></action></coordinator-app>`
  );
}

export function wildBundle(random: RandomSource): WildBundle {
  const files: Record<string, string> = {};
  for (const [name, body] of Object.entries(workflows)) {
    files[`${name}/workflow.xml`] =
      `<workflow-app xmlns="uri:oozie:workflow:1.0" name="${name}">${body}</workflow-app>`;
  }
  const members = Array.from({ length: random.integer(1, 3) }, (_, index) => {
    const kind = random.pick(kinds);
    files[`c${index}/coordinator.xml`] = coordinatorOf(kind, random.integer(1, 3));
    return `m${index}`;
  });
  const definition = definitionOf(random, members);
  files['app/bundle.xml'] = definition;
  const commands = Array.from({ length: random.integer(1, 4) }, () =>
    randomCommand(random, members),
  );
  return {
    properties: { who: 'w', flag: 'ROOT/flag', start: '2020-01-01T00:00Z' },
    files,
    isStarted: random.chance(0.8),
    isChecked: random.chance(0.3),
    commands,
  };
}

function definitionOf(random: RandomSource, members: readonly string[]): string {
  const kickOff = random.pick([
    ...['', '', '', '2020-01-01T00:00Z', '${start}', '2099-01-01T00:00Z'],
    ...(random.chance(0.1) ? ['x', '${absent}'] : []),
  ]);
  const controls =
    kickOff === '' ? '' : `<controls><kick-off-time>${kickOff}</kick-off-time></controls>`;
  const version = random.pick(['0.1', '0.2', '0.2', '0.2']);
  const coordinators = members.map((name, index) => {
    const enabled =
      version === '0.2' && random.chance(0.15)
        ? ` enabled="${random.pick(['true', 'false', '${absent}'])}"`
        : '';
    const inner = random.chance(0.4)
      ? '<configuration><property><name>who</name><value>${start}</value></property></configuration>'
      : '';
    const named = random.chance(0.03) ? 'm0' : name;
    return `<coordinator name="${named}"${enabled}><app-path>ROOT/c${index}</app-path>${inner}</coordinator>`;
  });
  const parameters = random.chance(0.1)
    ? '<parameters><property><name>who</name></property><property><name>p</name><value>v</value></property></parameters>'
    : '';
  const hasParameters = version === '0.2' ? parameters : '';
  return (
    `<bundle-app xmlns="uri:oozie:bundle:${version}" name="bundle of \${who}">${hasParameters}` +
    `${controls}${coordinators.join('')}</bundle-app>`
  );
}

function randomCommand(random: RandomSource, members: readonly string[]): WildBundleCommand {
  const day = () => `${random.pick(DAYS)}T00:00Z`;
  return random.pick<() => WildBundleCommand>([
    () => ({ query: 'suspend' }),
    () => ({ query: 'resume' }),
    () => ({ query: 'resume' }),
    () => ({ query: 'kill' }),
    () => ({ query: 'start' }),
    () => ({ query: `change&value=${encodeURIComponent(randomChange(random))}` }),
    () => ({ query: `change&value=${encodeURIComponent(randomChange(random))}` }),
    () => ({ query: randomRerun(random, members, day) }),
    () => ({ query: randomRerun(random, members, day) }),
    () => ({ query: randomRerun(random, members, day), files: { flag: '' } }),
    () => ({ query: 'resume', files: dataOfAllDays() }),
    () => ({ query: random.pick(['rerun', 'ignore', 'update', 'dryrun', 'coord-rerun', 'nope']) }),
  ])();
}

function randomRerun(random: RandomSource, members: readonly string[], day: () => string): string {
  const names = random.pick([
    () => random.pick(members),
    () => members.join(','),
    () => random.pick(['nobody', '', `${members[0]},nobody`, ' m0 ']),
  ])();
  const dates = random.pick([
    day,
    () => `${day()}::${day()}`,
    () => `${day()},${day()}`,
    () => 'x',
  ])();
  const parts = [
    random.chance(0.7) ? `coord-scope=${encodeURIComponent(names)}` : '',
    random.chance(0.6) ? `date-scope=${encodeURIComponent(dates)}` : '',
    random.chance(0.2) ? 'refresh=true' : '',
    random.chance(0.2) ? 'nocleanup=true' : '',
  ].filter((part) => part !== '');
  return ['bundle-rerun', ...parts].join('&');
}

function randomChange(random: RandomSource): string {
  return random.pick([
    ...['endtime=2026-11-03T00:00Z', 'endtime=2099-12-01T00:00Z', 'endtime=2026-10-01T00:00Z'],
    ...['pausetime=2020-01-01T00:00Z', 'pausetime=2026-11-02T00:00Z', 'pausetime=', 'endtime='],
    ...['pausetime=2098-01-01T00:00Z', 'concurrency=1', 'x', 'endtime=x', 'status=RUNNING'],
  ]);
}

function dataOfAllDays(): Record<string, string> {
  return Object.fromEntries(DAYS.map((day) => [`data/${day.slice(-2)}/_SUCCESS`, '']));
}
