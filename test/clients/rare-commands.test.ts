/** Commands and options of the real `oozie` that few people use. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oneAction, writeApp } from '../orchestrator/server/apps.ts';
import { startTestServer, type TestServer } from '../orchestrator/server/test-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { OozieCommandLine } from './oozie-command-line.ts';

let server: TestServer;
let oozie: OozieCommandLine;
const directory = temporaryDirectory();

beforeAll(async () => {
  server = await startTestServer();
  oozie = OozieCommandLine.start({ url: `${server.url}/oozie`, homeDirectory: directory });
});

afterAll(async () => {
  await oozie.close();
  await server.close();
});

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const cluster = [
  'fs.default.name=file:///',
  'yarn.resourcemanager.address=local',
  `oozie.libpath=file://${directory}`,
].join('\n');

// Oozie 5.2.1 refuses them all with these words.
const refusal = 'Error: E0803 : E0803: IO error, E0808: Disallowed user property [user.name]';

test.each([
  ['pig', () => ['-file', file('a.pig', "a = load 'x';"), '-X', '-param', 'A=b']],
  ['hive', () => ['-file', file('a.hql', 'show tables;')]],
  ['sqoop', () => ['-command', 'list-tables']],
  ['mapreduce', () => []],
])('%s', async (command, options) => {
  const classes = 'mapred.mapper.class=M\nmapred.reducer.class=R\nmapred.input.dir=/a';
  const text = `${cluster}\n${classes}\nmapred.output.dir=/b\n`;
  const properties = file(`${command}.properties`, text);
  const [first, second, ...rest] = options();
  const named = [first, second].filter((option) => option !== undefined);
  const { exitCode, stderr } = await oozie.run(
    ...[command, ...named, '-config', properties, ...rest],
  );
  expect(stderr).toContain(refusal);
  expect(exitCode).toBe(255);
});

test('a job in local time, and the environment of the server', async () => {
  const app = writeApp(oneAction('<fs/>'));
  const properties = file('job.properties', `oozie.wf.application.path=file://${app}\n`);
  const submitted = await oozie.succeed('job', '-config', properties, '-submit', '-D', 'a=b');
  const id = /^job: (\S+)/m.exec(submitted)?.[1] ?? '';
  expect(await oozie.succeed('job', '-localtime', '-info', id)).toContain('Status        : PREP');
  expect(await oozie.succeed('job', '-configcontent', id)).toContain('<name>a</name>');
  expect(await oozie.succeed('admin', '-osenv')).toContain('PATH');
});

test.each([
  [['-update', '0000000-200101000000000-none-C', '-diff', 'false']],
  [['-rerun', '0000000-200101000000000-none-C', '-action', '1', '-failed']],
])('of a coordinator that there is not: %s', async (options) => {
  const { exitCode, stderr } = await oozie.run('job', ...options);
  expect(stderr).toContain('Error: E0604 : E0604: Job does not exist');
  expect(exitCode).toBe(255);
});
