/** A data directory without space: submissions are refused plainly, and nothing that runs is lost. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';

const DISK_SIZE = '24m';

const directory = mkdtempSync(join(tmpdir(), 'howdah-full-disk-'));
const isMounted = mountSmallDisk(directory);

it.skipIf(!isMounted)('waits for space and goes on', async () => {
  const apps = mkdtempSync(join(tmpdir(), 'howdah-full-disk-apps-'));
  const gate = join(apps, 'gate');
  writeFileSync(join(apps, 'workflow.xml'), workflow(gate));
  const server = await ServerProcess.start(directory);
  onTestFinished(async () => {
    await server.end();
    execFileSync('umount', [directory]);
    for (const left of [directory, apps]) rmSync(left, { recursive: true });
  });
  const id = await server.submit(`file://${apps}`);
  await eventually(async () => (await server.job(id)).actions.some(({ name }) => name === 'wait'));

  const ballast = join(directory, 'ballast');
  fill(ballast);
  await expect(server.submit(`file://${apps}`)).rejects.toThrow(/HOWDAH_DISK_FULL.*No space left/);
  writeFileSync(gate, '');
  // The command ends while nothing can be recorded.
  rmSync(ballast);
  await server.follow(id);
  expect(await server.job(id)).toMatchObject({ status: 'SUCCEEDED' });
  await server.run(`file://${apps}`);
});

function workflow(gate: string): string {
  const command = `until [ -e ${gate} ]; do sleep 0.05; done`;
  return `<workflow-app xmlns="uri:oozie:workflow:1.0" name="full-disk"><start to="wait"/>
    <action name="wait"><shell xmlns="uri:oozie:shell-action:1.0">
      <exec>/bin/sh</exec><argument>-c</argument><argument>${command}</argument>
    </shell><ok to="end"/><error to="failed"/></action>
    <kill name="failed"><message>\${wf:errorMessage('wait')}</message></kill>
    <end name="end"/></workflow-app>`;
}

/** Only root may mount; elsewhere the test is skipped. */
function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE}`, 'tmpfs', path], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

function fill(path: string): void {
  const piece = Buffer.alloc(4_096);
  const file = openSync(path, 'w');
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}
