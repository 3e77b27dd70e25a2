/** Coordinators and bundles on the command line: run, listed, shown and commanded. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type {
  BundleDetails,
  CoordinatorActionDetails,
  CoordinatorActionList,
  CoordinatorList,
  CoordinatorSummary,
} from '../../../orchestrator/api/native/recurring-views.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { writeApp } from '../server/apps.ts';
import { howdah, howdahServer, newDataDirectory } from './howdah-process.ts';

const workflow =
  '<workflow-app xmlns="uri:oozie:workflow:1.0" name="w"><start to="e"/><end name="e"/>' +
  '</workflow-app>';

/** Two days of long ago. */
const yamlCoordinator = `coordinator: daily
frequency: \${coord:days(1)}
start: 2026-01-01T00:00Z
end: 2026-01-03T00:00Z
timezone: UTC
action:
  workflow:
    app-path: \${app}
`;

function waitingCoordinator(data: string): string {
  return [
    '<coordinator-app xmlns="uri:oozie:coordinator:0.5" name="waits" timezone="UTC"',
    ' frequency="${coord:days(1)}" start="2026-01-01T00:00Z" end="2026-01-04T00:00Z">',
    '<controls><timeout>-1</timeout></controls>',
    '<datasets><dataset name="d" frequency="${coord:days(1)}" timezone="UTC"',
    ` initial-instance="2026-01-01T00:00Z"><uri-template>file://${data}/\${DAY}</uri-template>`,
    '<done-flag></done-flag></dataset></datasets>',
    '<input-events><data-in name="i" dataset="d"><instance>${coord:current(0)}</instance>',
    '</data-in></input-events>',
    '<action><workflow><app-path>${app}</app-path></workflow></action></coordinator-app>',
  ].join('');
}

const bundle = (one: string, two: string) =>
  [
    '<bundle-app xmlns="uri:oozie:bundle:0.2" name="pair">',
    `<coordinator name="one"><app-path>file://${one}</app-path></coordinator>`,
    `<coordinator name="two"><app-path>file://${two}</app-path></coordinator></bundle-app>`,
  ].join('');

const properties = (app: string) => ['-D', `app=file://${app}`, '-D', 'user.name=bob'];

test('a coordinator in YAML is run to its end, and told of when no server lives', async () => {
  const app = writeApp(workflow, { 'coordinator.yaml': yamlCoordinator });
  const dataDirectory = newDataDirectory();
  const run = await howdah(['run', app, ...properties(app)], dataDirectory);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const id = /\d{7}-\d+-\S+-C/.exec(run.stdout)?.[0] ?? '';
  expect(run.stdout).toMatch(`SUCCEEDED  ${id}@1  2026-01-01T00:00Z  `);
  expect(run.stdout).toMatch(`SUCCEEDED  ${id}@2  2026-01-02T00:00Z  `);
  expect(run.stdout.trimEnd().split('\n').at(-1)).toBe(`SUCCEEDED ${id}`);

  const ask = async (...words: string[]) => (await howdah(words, dataDirectory)).stdout;
  const list = JSON.parse(await ask('jobs', '--kind', 'coordinator', '--json')) as CoordinatorList;
  expect(list.coordinators).toMatchObject([{ id, name: 'daily', status: 'SUCCEEDED' }]);
  expect(await ask('jobs', '--kind', 'coordinator')).toMatch(/daily +SUCCEEDED +bob +1 DAY/);
  const shown = await ask('job', id);
  expect(shown).toMatch(/^frequency +1 DAY, UTC$/m);
  expect(shown).toMatch(/^2 +2026-01-02T00:00Z +SUCCEEDED +\S+-W$/m);
  expect(await ask('job', `${id}@1`)).toMatch(/^status +SUCCEEDED$/m);
  expect(await ask('job', id, '--definition')).toBe(yamlCoordinator);
  expect(await ask('job', id, '--log', '--actions', '2')).toContain(`ACTION[${id}@2]`);
  expect(await ask('job', `${id}@1`, '--log')).not.toContain(`ACTION[${id}@2]`);
  const missing = await howdah(['job', `${id}@7`], dataDirectory);
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('E0605') });
});

describe('on a server', () => {
  test('a coordinator is told what to do, and tells what it waits for', async () => {
    const [data, dataDirectory] = [temporaryDirectory(), newDataDirectory()];
    const server = await howdahServer([], dataDirectory);
    const app = writeApp(workflow, { 'coordinator.xml': waitingCoordinator(data) });
    const ask = async (...words: string[]) => await howdah(words, dataDirectory);
    const submitted = await ask('run', app, '--detach', ...properties(app));
    expect(submitted.code).toBe(0);
    const id = /\d{7}-\d+-\S+-C/.exec(submitted.stdout)?.[0] ?? '';
    const show = async () =>
      JSON.parse((await ask('job', id, '--json')).stdout) as CoordinatorSummary &
        CoordinatorActionList;
    await eventually(async () => (await show()).total === 3);
    expect((await ask('job', id)).stdout).toContain(`file://${data}/01`);
    expect((await ask('job', id, '--suspend')).stdout).toBe(`accepted: suspend ${id}\n`);
    expect((await show()).status).toBe('SUSPENDED');
    expect((await ask('job', id, '--suspend')).stdout).toMatch(/^ignored: the job is SUSPENDED/);
    expect((await ask('job', id, '--resume')).stdout).toMatch(/^accepted/);
    const kill = await ask('job', `${id}@1`, '--kill');
    expect(kill.stdout).toMatch(/^accepted: kill .*\n.*\n1 +2026-01-01T00:00Z +KILLED/);
    const change = await ask('job', id, '--change', 'concurrency=4', 'pausetime=2027-01-01T00:00Z');
    expect(change.stdout).toMatch(/^accepted/);
    expect(await show()).toMatchObject({ concurrency: 4, pauseTime: '2027-01-01T00:00:00.000Z' });
    const update = ['job', id, '--update', '--dry-run', '-D', 'colour=red'];
    expect((await ask(...update, ...properties(app))).stdout).toContain('red');
    for (const day of ['01', '02', '03']) mkdirSync(join(data, day));
    expect((await ask('job', id, '--rerun', '--actions', '1')).stdout).toMatch(/^accepted/);
    await eventually(async () => (await show()).actions.every((one) => one.status === 'SUCCEEDED'));
    const one = JSON.parse((await ask('job', `${id}@1`, '--json')).stdout);
    expect(one as CoordinatorActionDetails).toMatchObject({ number: 1, run: 1 });
    await server.kill();
  });

  test('a bundle is shown with its coordinators, killed and refused what it cannot', async () => {
    const [data, dataDirectory] = [temporaryDirectory(), newDataDirectory()];
    const server = await howdahServer([], dataDirectory);
    const one = writeApp(workflow, { 'coordinator.xml': waitingCoordinator(data) });
    const app = writeApp(workflow, { 'bundle.xml': bundle(one, one) });
    const ask = async (...words: string[]) => await howdah(words, dataDirectory);
    const submitted = await ask('run', app, '--detach', ...properties(one));
    const id = /\d{7}-\d+-\S+-B/.exec(submitted.stdout)?.[0] ?? '';
    const show = async () => JSON.parse((await ask('job', id, '--json')).stdout) as BundleDetails;
    await eventually(async () => (await show()).coordinators.length === 2);
    expect((await ask('job', id)).stdout).toMatch(/^one +RUNNING +\S+-C /m);
    expect((await ask('jobs', '--kind', 'bundle')).stdout).toMatch(/pair +RUNNING +bob/);
    const rerun = await ask('job', id, '--rerun', '--coordinators', 'nobody');
    expect(rerun.stdout).toMatch(/^ignored: the bundle has no coordinator nobody/);
    expect((await ask('job', id, '--kill')).stdout).toMatch(/^accepted/);
    await eventually(async () => (await show()).status === 'KILLED');
    expect(await ask('job', id, '--ignore')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('--ignore is not for a bundle') },
    });
    await server.kill();
  });
});

test.each([
  [['1-C', '--start'], '--start is not for a coordinator'],
  [['1-C', '--graph', 'dot'], '--graph is not for a coordinator'],
  [['1-W', '--ignore'], '--ignore is not for a workflow'],
  [['1-C', '--actions', '1'], '--actions says nothing without --rerun or --kill'],
  [['1-C', '--kill', '--suspend'], 'exclude each other'],
  [['1-C', '--dry-run'], '--dry-run says nothing without --update'],
])('%j is refused', async (words, reason) => {
  const { code, stderr } = await howdah(['job', ...words]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
});
