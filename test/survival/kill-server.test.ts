/**
 * kill -9 of the server at 50 seeded moments over batches of mixed workflows. Whatever the moment:
 * every job comes to its right end, and each command has left its trace exactly as often as the
 * record says that it was run.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { appNames, expectedStatus, readTraces, writeApps } from './side-effects.ts';

const KILLS = 50;
const KILLS_PER_BATCH = 5;
const JOBS_PER_BATCH = 24;
/** A batch takes about this long, so kills fall into all of its parts. */
const KILL_DELAY_MS_MAX = 400;

const seed = Number(process.env.HOWDAH_SEED ?? 20_261_121);

it(`survives ${KILLS} kills (seed ${seed})`, async () => {
  const delays = fc.sample(fc.nat(KILL_DELAY_MS_MAX), { numRuns: KILLS, seed });
  for (let first = 0; first < KILLS; first += KILLS_PER_BATCH) {
    await runBatch(delays.slice(first, first + KILLS_PER_BATCH));
  }
});

async function runBatch(delays: readonly number[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-survival-'));
  const record = join(directory, 'record');
  const apps = writeApps(join(directory, 'apps'));
  let server = await ServerProcess.start(directory);
  onTestFinished(() => server.stop());
  const jobs = new Map<string, string>();
  for (let index = 0; index < JOBS_PER_BATCH; index++) {
    const app = appNames[index % appNames.length] as string;
    const properties = { record, made: `file://${directory}/made` };
    jobs.set(await server.submit(apps[app] as string, properties), app);
  }
  for (const delayMs of delays) {
    await elapsed(delayMs);
    await server.kill();
    server = await ServerProcess.start(directory);
  }
  for (const [id, app] of jobs) {
    await server.follow(id);
    expect(await server.job(id), `${app} ${id}`).toMatchObject({ status: expectedStatus[app] });
  }
  await expectTracesAsRecorded(server, [...jobs.keys()], record);
}

/** Each attempt of a command is one trace, no more and no less. */
async function expectTracesAsRecorded(
  server: ServerProcess,
  jobIds: readonly string[],
  record: string,
): Promise<void> {
  const recorded = new Map<string, number>();
  for (const id of jobIds) {
    for (const action of await server.attempts(id)) {
      if (action.type === 'shell') recorded.set(action.id, action.attempts.length);
    }
  }
  expect(Object.fromEntries(readTraces(record))).toEqual(Object.fromEntries(recorded));
}

/** The moment of a kill is the one thing here that is a matter of time and not of state. */
function elapsed(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
