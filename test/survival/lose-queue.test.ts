/** An emptied, killed or slow queue server loses nothing: the rows say what is owed. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { isAlive, type ProcessIdentity } from '../../base/process/process-identity.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { appNames, expectedStatus, readTraces, writeApps } from './side-effects.ts';

const ROUNDS = 6;
const JOBS_PER_ROUND = 4;

const losses = {
  'is emptied again and again': async (dataDirectory: string) => {
    const client = new Redis({ path: join(dataDirectory, 'queue.sock') });
    await client.flushall();
    client.disconnect();
  },
  'is killed again and again': async (dataDirectory: string) => {
    // Between its death and its successor's birth there is none.
    const identity = await eventually(() => livingQueueServer(dataDirectory));
    process.kill(identity.pid, 'SIGKILL');
  },
};

function livingQueueServer(dataDirectory: string): ProcessIdentity | undefined {
  const path = join(dataDirectory, 'queue.json');
  const identity = JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  return isAlive(identity) ? identity : undefined;
}

it.each(Object.entries(losses))('loses nothing when the queue server %s', async (_, lose) => {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-queue-loss-'));
  const record = join(directory, 'record');
  const apps = writeApps(join(directory, 'apps'));
  const server = await ServerProcess.start(directory);
  onTestFinished(() => server.stop());
  const jobs = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (let index = 0; index < JOBS_PER_ROUND; index++) {
      const app = appNames[index % appNames.length] as string;
      const properties = { record, made: `file://${directory}/made` };
      jobs.set(await server.submit(apps[app] as string, properties), app);
    }
    await lose(join(directory, 'data'));
  }
  for (const [id, app] of jobs) {
    await server.follow(id);
    expect(await server.job(id), `${app} ${id}`).toMatchObject({ status: expectedStatus[app] });
  }
  const counts = [...readTraces(record).values()];
  expect(counts).toEqual(counts.map(() => 1));
});
