/** The same few jobs on any server that speaks Oozie's interface: what requests are made about. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';

/** Ids by the names that stand for them in requests. */
export type PreparedJobs = ReadonlyMap<string, string>;

const workflow = (name: string, start: string) =>
  `<workflow-app xmlns="uri:oozie:workflow:0.5" name="${name}"><start to="${start}"/>` +
  `<action name="work"><fs/><ok to="end"/><error to="fail"/></action>` +
  '<kill name="fail"><message>stopped</message></kill><end name="end"/></workflow-app>';

/** Two days in the past, or one far from now; with data that never come, or with none. */
const coordinator = (name: string, days: readonly [string, string], waits: boolean) =>
  `<coordinator-app xmlns="uri:oozie:coordinator:0.4" name="${name}" frequency="\${coord:days(1)}" ` +
  `start="${days[0]}T00:00Z" end="${days[1]}T00:00Z" timezone="UTC">` +
  (waits
    ? '<datasets><dataset name="d" frequency="${coord:days(1)}" initial-instance="2020-01-01T00:00Z" ' +
      'timezone="UTC"><uri-template>${root}/never/${YEAR}${MONTH}${DAY}</uri-template></dataset>' +
      '</datasets><input-events><data-in name="in" dataset="d"><instance>${coord:current(0)}' +
      '</instance></data-in></input-events>'
    : '') +
  '<action><workflow><app-path>${root}/ok</app-path></workflow></action></coordinator-app>';

const bundle = (name: string, kickOff: string, member: string) =>
  `<bundle-app xmlns="uri:oozie:bundle:0.2" name="${name}">` +
  `<controls><kick-off-time>${kickOff}T00:00Z</kick-off-time></controls>` +
  `<coordinator name="member"><app-path>\${root}/${member}</app-path></coordinator></bundle-app>`;

const apps: Readonly<Record<string, readonly [file: string, text: string]>> = {
  ok: ['workflow.xml', workflow('ok', 'work')],
  killed: ['workflow.xml', workflow('killed', 'fail')],
  bad: ['workflow.xml', '<workflow-app xmlns="uri:oozie:workflow:0.5" name="bad"><start/>'],
  waiting: ['coordinator.xml', coordinator('waiting', ['2020-01-01', '2020-01-03'], true)],
  later: ['coordinator.xml', coordinator('later', ['2099-01-01', '2099-01-03'], false)],
  bundled: ['bundle.xml', bundle('bundled', '2020-01-01', 'waiting')],
  planned: ['bundle.xml', bundle('planned', '2099-01-01', 'later')],
};

/** @returns the directory with all apps */
export function writeRestApps(root: string): string {
  for (const [name, [file, text]] of Object.entries(apps)) {
    mkdirSync(join(root, name), { recursive: true });
    writeFileSync(join(root, name, file), text);
  }
  return root;
}

const paths = {
  wf: 'oozie.wf.application.path',
  coord: 'oozie.coord.application.path',
  bundle: 'oozie.bundle.application.path',
} as const;

interface Plan {
  readonly app: string;
  readonly kind: keyof typeof paths;
  readonly start: boolean;
  /** Until the jobs holds still. */
  readonly status: string;
  readonly properties?: Readonly<Record<string, string>>;
}

const plans: Readonly<Record<string, Plan>> = {
  '{done}': { app: 'ok', kind: 'wf', start: true, status: 'SUCCEEDED' },
  '{killed}': { app: 'killed', kind: 'wf', start: true, status: 'KILLED' },
  '{prep}': { app: 'ok', kind: 'wf', start: false, status: 'PREP' },
  '{held}': {
    ...{ app: 'ok', kind: 'wf', start: true, status: 'SUSPENDED' },
    properties: { 'oozie.suspend.on.nodes': 'work', 'group.name': 'staff' },
  },
  '{waiting}': { app: 'waiting', kind: 'coord', start: true, status: 'RUNNING' },
  '{later}': { app: 'later', kind: 'coord', start: true, status: 'PREP' },
  '{bundled}': { app: 'bundled', kind: 'bundle', start: true, status: 'RUNNING' },
  '{planned}': { app: 'planned', kind: 'bundle', start: false, status: 'PREP' },
};

/** Jobs that no server has. */
const unknown: readonly (readonly [string, string])[] = [
  ['{no-wf}', '0009999-200101000000000-oozie-none-W'],
  ['{no-coord}', '0009999-200101000000000-oozie-none-C'],
  ['{no-bundle}', '0009999-200101000000000-oozie-none-B'],
];

/**
 * Submits them all, in the same order on each server.
 *
 * @param url `http://host:port`
 * @param root directory of the apps, which the server can read
 */
export async function prepareJobs(url: string, root: string): Promise<PreparedJobs> {
  const ids = new Map<string, string>(unknown);
  for (const [name, { app, kind, start, status, properties }] of Object.entries(plans)) {
    const body = configurationOf({
      ...{ 'user.name': 'amy', root: `file://${root}` },
      [paths[kind]]: `file://${root}/${app}`,
      ...properties,
    });
    const answer = await fetch(`${url}/oozie/v2/jobs${start ? '?action=start' : ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body,
    });
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(`${name}: ${answer.status} ${text}`);
    ids.set(name, (JSON.parse(text) as { id: string }).id);
    // One after the other, so that lists by the time of the last change have one order.
    await eventually(async () => (await statusOf(url, ids.get(name) ?? '')) === status, {
      deadlineMs: STILL_DEADLINE_MS,
    });
  }
  await eventually(async () => (await actionsOf(url, ids.get('{waiting}') ?? '')) === 2, {
    deadlineMs: STILL_DEADLINE_MS,
  });
  return ids;
}

/** Oozie looks at coordinators once a minute. */
const STILL_DEADLINE_MS = 180_000;

async function statusOf(url: string, id: string): Promise<string> {
  const answer = await fetch(`${url}/oozie/v2/job/${id}?show=status`);
  return ((await answer.json()) as { status: string }).status;
}

async function actionsOf(url: string, id: string): Promise<number> {
  const answer = await fetch(`${url}/oozie/v2/job/${id}?show=info`);
  return ((await answer.json()) as { total: number }).total;
}

export function configurationOf(properties: Readonly<Record<string, string>>): string {
  const body = Object.entries(properties).map(
    ([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`,
  );
  return `<configuration>${body.join('')}</configuration>`;
}
