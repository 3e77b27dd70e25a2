/** An attempt whose directory cannot be made must not leave its job running for ever. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const workflow = `<workflow-app xmlns="uri:oozie:workflow:1.0" name="one"><start to="only"/>
  <action name="only"><shell xmlns="uri:oozie:shell-action:1.0"><exec>true</exec></shell>
    <ok to="end"/><error to="failed"/></action>
  <kill name="failed"><message>failed</message></kill><end name="end"/></workflow-app>`;

it('waits, suspended, until the cause is mended', async () => {
  const directory = temporaryDirectory();
  const app = join(directory, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'workflow.xml'), workflow);
  const server = await ServerProcess.start(join(directory, 'server'));
  onTestFinished(() => server.stop());
  const jobs = join(directory, 'server/data/jobs');
  rmSync(jobs, { recursive: true });
  writeFileSync(jobs, 'in the way');

  const id = await server.submit(`file://${app}`);
  await eventually(async () => (await server.job(id)).status === 'SUSPENDED');
  const [, action] = (await server.job(id)).actions;
  expect(action).toMatchObject({ name: 'only', status: 'START_MANUAL' });
  expect(action?.errorMessage).toMatch(/ENOTDIR/);

  rmSync(jobs);
  await fetch(`${server.url}/oozie/v2/job/${id}?action=resume`, { method: 'PUT' });
  await server.follow(id);
  expect(await server.job(id)).toMatchObject({ status: 'SUCCEEDED' });
});
