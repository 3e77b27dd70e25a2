/**
 * kill -9 of the server at seeded moments while parents run children. Whatever the moment: each
 * parent has started its child exactly once, and both come to their end.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { readTraces, writeParentApp } from './side-effects.ts';

const KILLS = 8;
const PARENTS = 16;
/** Parents take about this long, so kills fall into all of their parts. */
const KILL_DELAY_MS_MAX = 300;

const seed = Number(process.env.HOWDAH_SEED ?? 20_261_121);

it(`starts each child once over ${KILLS} kills (seed ${seed})`, async () => {
  const delays = fc.sample(fc.nat(KILL_DELAY_MS_MAX), { numRuns: KILLS, seed });
  const directory = mkdtempSync(join(tmpdir(), 'howdah-survival-'));
  const record = join(directory, 'record');
  const app = writeParentApp(join(directory, 'apps'));
  let server = await ServerProcess.start(directory);
  onTestFinished(() => server.stop());
  const parents: string[] = [];
  for (let index = 0; index < PARENTS; index++) parents.push(await server.submit(app, { record }));
  for (const delayMs of delays) {
    await elapsed(delayMs);
    await server.kill();
    server = await ServerProcess.start(directory);
  }
  const expected = new Map<string, number>();
  for (const id of parents) {
    await server.follow(id);
    expect(await server.job(id), id).toMatchObject({ status: 'SUCCEEDED' });
    const children = await childrenOf(server, id);
    expect(children, `children of ${id}`).toHaveLength(1);
    for (const job of [id, ...children]) {
      for (const { id: action, type, attempts } of await server.attempts(job)) {
        if (type === 'shell') expected.set(action, attempts.length);
      }
    }
  }
  expect(Object.fromEntries(readTraces(record))).toEqual(Object.fromEntries(expected));
});

async function childrenOf(server: ServerProcess, parentId: string): Promise<string[]> {
  const answer = await fetch(`${server.url}/oozie/v2/job/${parentId}?show=allruns`);
  const { workflows } = (await answer.json()) as { workflows: { id: string }[] };
  return workflows.map(({ id }) => id);
}

/** The moment of a kill is the one thing here that is a matter of time and not of state. */
function elapsed(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
