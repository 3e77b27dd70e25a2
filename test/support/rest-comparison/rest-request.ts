/**
 * Random requests about the prepared jobs, right and wrong: any endpoint, method, version and
 * parameter, in combinations that nobody would think of. None changes what a later one is answered.
 */
import { configurationOf } from './prepared-jobs.ts';

export interface RestRequest {
  readonly method: string;
  /** Below `/oozie`; names of prepared jobs stand for their ids, `{root}` for the apps. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

type Random = () => number;
type Pairs = readonly (readonly [name: string, value: string])[];

const versions = ['v0', 'v1', 'v1', 'v2', 'v2', 'v2', 'v3'];

const jobs = [
  ...['{done}', '{killed}', '{prep}', '{held}', '{waiting}', '{later}', '{bundled}', '{planned}'],
  ...['{no-wf}', '{no-coord}', '{no-bundle}', '{done}@work', '{done}@:start:', '{done}@none'],
  ...['{waiting}@1', '{waiting}@9', '{waiting}@x', '{no-wf}@work', '{no-coord}@1', '{killed}@fail'],
  ...['{no-bundle}@1', 'x', '{done}x', '{done}/x', '-C', '-W', '-B', '{later}@1', '{bundled}@1'],
];

const shows = [
  ...['info', 'info', 'info', 'definition', 'log', 'errorlog', 'auditlog', 'status', 'graph'],
  ...['allruns', 'retries', 'wf-actions', 'missing-dependencies', 'jmstopic', 'INFO', 'nope', ''],
];

const values: Readonly<Record<string, readonly string[]>> = {
  len: ['0', '1', '2', '-1', '50', 'x', '', '99999999999', '1.5', '+1', ' 1'],
  offset: ['0', '1', '2', '-1', '100', 'x', ''],
  order: ['desc', 'asc', 'DESC', 'x', ''],
  timezone: ['GMT', 'UTC', 'America/Los_Angeles', 'Asia/Tokyo', 'GMT+05:30', 'PST', 'nowhere', ''],
  logfilter: [
    ...['loglevel=ERROR', 'loglevel=error|warn', 'loglevel=x', 'limit=1', 'limit=x', 'text=none'],
    ...['recent=2h', 'recent=2x', 'recent=', 'start=2020-01-01T00:00Z', 'start=x', 'debug', 'x=y'],
    ...[
      'end=2020-01-01 00:00:00,000',
      'LOGLEVEL=WARN;LIMIT=2',
      ';',
      'limit',
      'loglevel',
      'start=1h',
    ],
    ...['start=2020-01-01T00:00Z;end=2019-01-01T00:00Z', 'recent=30m;start=2020-01-01T00:00Z'],
  ],
  type: ['action', 'date', 'x', ''],
  scope: [
    '1',
    '1-2',
    '2-1',
    'x',
    '',
    '9',
    '2020-01-01T00:00Z',
    '2020-01-01T00:00Z::2020-01-02T00:00Z',
  ],
  format: ['png', 'svg', 'dot', 'PNG', 'x', ''],
  'show-kill': ['true', '1', 'yes', 'false', 'x'],
  'action-name': ['work', 'none', ''],
  'action-list': ['1', '1-2', 'x', '', '9', '1,2'],
  date: ['2020-01-01T00:00Z', 'x', '', '2020-01-01T00:00Z::2020-01-02T00:00Z'],
  filter: [
    ...['status=RUNNING', 'status=WAITING', 'status!=WAITING', 'status=x', 'status=', 'x', 'x=y'],
    ...['nominaltime>=2020-01-02T00:00Z', 'nominaltime=x', 'nominaltime<2020-01-02T00:00Z', ';'],
    ...[
      'status=SUCCEEDED;status=KILLED',
      'name=ok',
      'name=waiting;user=amy',
      'user=nobody',
      'a=b=c',
    ],
    ...['group=staff', 'text=o', 'id={done}', 'sortby=lastModifiedTime', 'sortby=x', 'STATUS=PREP'],
    ...['frequency=1', 'frequency=1;unit=days', 'frequency=x', 'unit=days', 'frequency=1;unit=x'],
    ...['startcreatedtime=-1d', 'startcreatedtime=2020-01-01T00:00Z', 'endcreatedtime=2020-01-01'],
    ...['endcreatedtime=2020-01-01T00:00Z', 'frequency=1;unit=minutes', 'status=PREP;name=later'],
    ...[
      'status=IGNORED',
      'status=PREMATER',
      'status=DONEWITHERROR',
      'name=',
      'name=a;',
      '=a',
      'Name=ok',
    ],
  ],
  jobtype: ['wf', 'coord', 'coordinator', 'bundle', 'WF', 'Bundle', ''],
  'external-id': ['none', ''],
  bulk: [
    ...['bundle=bundled', 'bundle={bundled}', 'bundle=none', 'x', 'coordinators=member', ''],
    ...['bundle=bundled;actionstatus=WAITING', 'bundle=bundled;actionstatus=x', 'bundle=', ';'],
    ...['bundle=bundled;coordinators=waiting;actionstatus=WAITING,RUNNING', 'BUNDLE=bundled'],
    ...['bundle=bundled;startcreatedtime=2020-01-01T00:00Z;actionstatus=WAITING', 'bundle=a=b'],
    ...[
      'bundle=bundled;startscheduledtime=2020-01-02T00:00Z;actionstatus=WAITING',
      'bundle=bundled;x=y',
    ],
    ...['bundle=bundled;endcreatedtime=x', 'bundle=bundled;endscheduledtime=2020-01-01T00:00Z'],
  ],
  'user.name': ['amy', 'bob', ''],
  doAs: ['bob', ''],
  value: [
    'endtime=2020-01-05T00:00Z',
    'x',
    '',
    'concurrency=x',
    'pausetime=x',
    'priority=1',
    'a=b',
  ],
  sortby: ['nominalTime', 'x'],
  'gt-sequence-id': ['0', '5', 'x', '', '-1'],
  'max-events': ['1', '0', 'x', '-1'],
  file: ['/x/workflow.xml', ''],
  user: ['amy'],
  lib: ['shell', '', '.*'],
  systemmode: ['x', ''],
  safemode: ['x'],
  id: ['{done}@work', 'x', ''],
  status: ['OK', ''],
  'coord-scope': ['member', 'none'],
  'date-scope': ['2020-01-01T00:00Z', 'x'],
  refresh: ['true', 'x'],
  nocleanup: ['true', 'x'],
  failed: ['true', 'x'],
  dryrun: ['true', 'x'],
  diff: ['false', 'x'],
};

/** Commands upon jobs in which they find nothing to do, or which they refuse. */
const refusedCommands: Pairs = [
  ...(['start', 'suspend', 'resume', 'kill'] as const).flatMap((action) =>
    [
      ...['{done}', '{killed}', '{no-wf}', '{no-coord}', '{no-bundle}', 'x', '{done}@work'],
      ...['{no-wf}@work', '{no-coord}@1', '-C', '-B'],
    ].map((id) => [action, id] as const),
  ),
  ...(['change', 'ignore', 'update', 'rerun', 'coord-rerun', 'bundle-rerun'] as const).flatMap(
    (action) =>
      ['{prep}', '{held}', '{no-wf}', '{no-coord}', '{no-bundle}', 'x', '{no-coord}@1'].map(
        (id) => [action, id] as const,
      ),
  ),
  ...(['sla-enable', 'sla-disable', 'sla-change', 'nope', ''] as const).flatMap((action) =>
    ['{prep}', '{no-wf}', '{no-coord}', '{no-bundle}', 'x', '{waiting}'].map(
      (id) => [action, id] as const,
    ),
  ),
  ...[
    ['resume', '{waiting}'] as const,
    ['resume', '{bundled}'] as const,
    ['start', '{later}'] as const,
  ],
];

const adminGets = [
  ...['status', 'build-version', 'os-env', 'java-sys-properties', 'configuration', 'metrics'],
  ...['instrumentation', 'queue-dump', 'available-timezones', 'available-oozie-servers', 'jmsinfo'],
  ...['list_sharelib', 'nope', '', 'status/x', 'prometheus', 'purge'],
];

const contentTypes = [
  ...['application/xml', 'application/xml', 'application/xml;charset=UTF-8', 'APPLICATION/XML'],
  ...['text/xml', 'application/json', 'text/plain'],
];

export function randomRestRequest(random: Random): RestRequest {
  const pick = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;
  const makers = [
    showJob,
    showJob,
    showJob,
    listJobs,
    listJobs,
    command,
    command,
    submit,
    admin,
    other,
  ];
  return pick(makers)({ random, pick, chance: (share) => random() < share });
}

interface Dice {
  readonly random: Random;
  pick<Item>(items: readonly Item[]): Item;
  chance(share: number): boolean;
}

function showJob(dice: Dice): RestRequest {
  const show = dice.pick(shows);
  const pairs = [
    ...(dice.chance(0.1) ? [] : [['show', show] as const]),
    ...some(dice, ['len', 'offset', 'order', 'timezone', 'filter', 'type', 'scope']),
    ...(show.endsWith('log') ? some(dice, ['logfilter', 'logfilter', 'type', 'scope']) : []),
    ...(show === 'graph' ? some(dice, ['format', 'format', 'show-kill']) : []),
    ...(show === 'wf-actions' || show === 'missing-dependencies'
      ? some(dice, ['action-name', 'action-name', 'action-list', 'date'])
      : []),
    ...some(dice, ['user.name', 'doAs'], 0.03),
  ];
  return request(dice, 'GET', `/job/${dice.pick(jobs)}`, pairs);
}

function listJobs(dice: Dice): RestRequest {
  const more = dice.chance(0.2) ? ['bulk', 'bulk', 'external-id'] : [];
  const pairs = [
    ...some(dice, ['jobtype', 'filter'], 0.7),
    ...some(dice, ['len', 'offset', 'timezone']),
    ...some(dice, more, 0.6),
  ];
  return request(dice, 'GET', '/jobs', pairs);
}

function command(dice: Dice): RestRequest {
  const [action, id] = dice.pick(refusedCommands);
  const pairs = [
    ...(dice.chance(0.05) ? [] : [['action', action] as const]),
    ...some(dice, ['type', 'scope'], 0.4),
    ...(action === 'change' || action === 'sla-change' ? some(dice, ['value'], 0.8) : []),
    ...some(dice, ['action-list', 'date', 'refresh', 'nocleanup', 'failed', 'dryrun', 'diff'], 0.1),
    ...some(dice, ['coord-scope', 'date-scope'], action === 'bundle-rerun' ? 0.5 : 0.02),
  ];
  const bodies = [
    undefined,
    '<configuration/>',
    '<configuration>',
    configurationOf({ a: 'b' }),
    '',
  ];
  return request(dice, 'PUT', `/job/${id}`, pairs, dice.pick(bodies));
}

const submissions = [
  ...[
    '',
    '<configuration/>',
    '<configuration>',
    '<x/>',
    'x',
    '<configuration><x/></configuration>',
  ],
  ...[
    {},
    { 'oozie.wf.application.path': 'file://{root}/none' },
    { 'oozie.wf.application.path': 'file://{root}/bad' },
    { 'oozie.wf.application.path': 'none://x/y' },
    { 'oozie.wf.application.path': 'file://{root}/ok/workflow.xml/x' },
    { 'oozie.wf.application.path': '' },
    { 'oozie.coord.application.path': 'file://{root}/none' },
    { 'oozie.coord.application.path': 'file://{root}/ok' },
    { 'oozie.coord.application.path': '' },
    { 'oozie.bundle.application.path': 'file://{root}/none' },
    { 'oozie.bundle.application.path': 'file://{root}/ok' },
    { 'oozie.wf.application.path': 'file://{root}/ok', 'oozie.coord.application.path': 'x' },
    { 'oozie.libpath': 'file:///x', 'oozie.proxysubmission': 'true' },
  ].flatMap((properties: Readonly<Record<string, string>>) => [
    configurationOf({ 'user.name': 'amy', ...properties }),
    configurationOf(properties),
  ]),
];

function submit(dice: Dice): RestRequest {
  const pairs = [
    ...(dice.chance(0.5) ? [['action', dice.pick(['start', 'dryrun', 'x', ''])] as const] : []),
    ...(dice.chance(0.3) ? [['jobtype', dice.pick(['pig', 'hive', 'wf', 'x', ''])] as const] : []),
    ...some(dice, ['user.name', 'doAs'], 0.1),
  ];
  return request(dice, 'POST', '/jobs', pairs, dice.pick(submissions));
}

function admin(dice: Dice): RestRequest {
  const name = dice.pick(adminGets);
  if (dice.chance(0.2)) {
    const target = dice.pick(['status', 'purge', 'nope', 'configuration']);
    return request(dice, 'PUT', `/admin/${target}`, some(dice, ['systemmode', 'safemode'], 0.5));
  }
  return request(dice, 'GET', `/admin/${name}`, some(dice, ['lib', 'timezone'], 0.2));
}

function other(dice: Dice): RestRequest {
  const xml = dice.pick([undefined, '', '<a/>', '<workflow-app/>', '{ok}']);
  switch (dice.pick(['sla', 'validate', 'callback', 'bulk-write', 'method', 'sla'])) {
    case 'sla':
      return request(dice, 'GET', '/sla', some(dice, ['gt-sequence-id', 'max-events'], 0.7));
    case 'validate':
      return request(dice, 'POST', '/validate', some(dice, ['file', 'user'], 0.8), xml);
    case 'callback':
      return { ...request(dice, 'GET', '', some(dice, ['id', 'status'], 0.3)), path: '/callback' };
    case 'bulk-write':
      return request(dice, 'PUT', '/jobs', [
        ...(dice.chance(0.8)
          ? [['action', dice.pick(['kill', 'suspend', 'x', 'start'])] as const]
          : []),
        ...(dice.chance(0.8)
          ? [['filter', dice.pick(['name=none', 'x', 'status=x'])] as const]
          : []),
        ...some(dice, ['jobtype', 'len', 'offset'], 0.4),
      ]);
    default:
      return request(
        dice,
        dice.pick(['DELETE', 'POST', 'PUT', 'HEAD', 'OPTIONS']),
        dice.pick(['/job/{done}', '/jobs', '/admin/status', '/sla', '/nope', '/job', '/job/']),
        some(dice, ['len', 'filter'], 0.2),
      );
  }
}

function some(dice: Dice, names: readonly string[], share = 0.25): Pairs {
  return names
    .filter(() => dice.chance(share))
    .map((name) => [name, dice.pick(values[name] ?? [''])] as const);
}

function request(
  dice: Dice,
  method: string,
  path: string,
  pairs: Pairs,
  body?: string,
): RestRequest {
  const query = pairs.map(([name, value]) => `${name}=${encode(value)}`).join('&');
  const hasType = body !== undefined || dice.chance(0.2);
  return {
    method,
    path: `/${dice.pick(versions)}${path}${query === '' ? '' : `?${query}`}`,
    headers: hasType && !dice.chance(0.05) ? { 'content-type': dice.pick(contentTypes) } : {},
    body,
  };
}

/** Names of prepared jobs are filled in later. */
function encode(value: string): string {
  return encodeURIComponent(value).replaceAll('%7B', '{').replaceAll('%7D', '}');
}
