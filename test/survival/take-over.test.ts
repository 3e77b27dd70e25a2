/**
 * Two servers on one PostgreSQL, of which one dies for good while the children of its jobs run: the
 * other takes parents and children over, and everything is done exactly once.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { embeddedPostgres } from '../support/embedded-postgres.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { readTraces, writeWaitingParentApp } from './side-effects.ts';

const PARENTS = 4;

/** A dead server's lease runs out after 15 s. */
const TAKE_OVER_DEADLINE_MS = 50_000;

it.each([
  ['while commands of children run', true],
  ['after their commands have ended', false],
])('a server that dies %s is replaced by the other', async (_, endsAfterwards) => {
  const url = await (await embeddedPostgres()).createDatabase();
  const [dying, surviving] = await Promise.all([startServer(url), startServer(url)]);
  const directory = mkdtempSync(join(tmpdir(), 'howdah-survival-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const [record, gate] = [join(directory, 'record'), join(directory, 'gate')];
  const app = writeWaitingParentApp(join(directory, 'apps'));
  const parents: string[] = [];
  for (let index = 0; index < PARENTS; index++) {
    parents.push(await dying.submit(app, { record, gate }));
  }
  await eventually(() => readTraces(record).size === PARENTS);
  if (!endsAfterwards) dying.process.kill('SIGSTOP');
  if (!endsAfterwards) writeFileSync(gate, '');
  await dying.kill();
  writeFileSync(gate, '');

  const expected = new Map<string, number>();
  for (const id of parents) {
    await eventually(async () => (await surviving.job(id)).status === 'SUCCEEDED', {
      deadlineMs: TAKE_OVER_DEADLINE_MS,
    });
    const children = await childrenOf(surviving, id);
    expect(children, `children of ${id}`).toHaveLength(1);
    for (const job of [id, ...children]) {
      for (const { id: action, type, attempts } of await surviving.attempts(job)) {
        if (type === 'shell') expected.set(action, attempts.length);
      }
    }
  }
  expect([...expected.values()].every((attempts) => attempts === 1)).toBe(true);
  expect(Object.fromEntries(readTraces(record))).toEqual(Object.fromEntries(expected));
});

async function startServer(databaseUrl: string): Promise<ServerProcess> {
  const server = await ServerProcess.start(undefined, ['--database', databaseUrl]);
  onTestFinished(() => server.stop());
  return server;
}

async function childrenOf(server: ServerProcess, parentId: string): Promise<string[]> {
  const answer = await fetch(`${server.url}/oozie/v2/job/${parentId}?show=allruns`);
  const { workflows } = (await answer.json()) as { workflows: { id: string }[] };
  return workflows.map(({ id }) => id);
}
