/** The coordinators among Oozie's examples, unchanged, with their hours passing by hand. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseProperties } from '../../../../base/properties/parse-properties.ts';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { storeAdapters } from '../../store/stores.ts';
import { openServer, Workflows } from './coordinator-world.ts';

const examples = new URL('../../../fixture/oozie/examples/', import.meta.url);

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2010, 0, 1);

let closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

/** A server that finds the examples where their job.properties look for them. */
async function openExample(app: string) {
  const cluster = temporaryDirectory();
  const home = join(cluster, 'user', 'tester', 'examples');
  cpSync(examples, join(home, 'apps'), { recursive: true });
  const store = await (await storeAdapters[0]?.create())?.open();
  if (store === undefined) throw new Error('no store');
  const clock = new ManualClock(START_MS - MINUTE_MS);
  const workflows = new Workflows();
  const nameNodeMap = `hdfs://localhost:8020=${cluster},hdfs://localhost:9000=${cluster}`;
  const server = openServer({ store, clock, workflows, nameNodeMap });
  closing.push(
    () => store.close(),
    () => server.close(),
  );
  await server.start();
  const file = readFileSync(new URL(`${app}/job.properties`, examples), 'utf8');
  const properties = new Map([...parseProperties(file), ['user.name', 'tester']]);
  /** One instance of every data set, each twenty minutes until three o'clock. */
  const makeData = (name: string) => {
    for (let minutes = 0; minutes <= 180; minutes += 20) {
      const time = new Date(START_MS + minutes * MINUTE_MS).toISOString();
      const [hour = '', minute = ''] = time.slice(11, 16).split(':');
      const directory = join(home, 'input-data', name, '2010/01/01', hour, minute);
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, '_SUCCESS'), '');
    }
  };
  return { server, clock, workflows, properties, makeData };
}

it.each([
  ['cron-schedule', 6, []],
  ['aggregator', 2, ['rawLogs']],
  ['sla', 2, ['rawLogs']],
  ['coord-input-logic', 2, ['rawLogs', 'rawLogs-2']],
] as const)('%s runs %i times', async (app, count, data) => {
  const { server, clock, workflows, properties, makeData } = await openExample(app);
  const { id } = await server.service.submit({ properties });
  for (const name of data) makeData(name);
  await eventually(async () => {
    clock.advance(10 * MINUTE_MS);
    return (await server.service.job(id)).job.status === 'SUCCEEDED';
  });
  const { job } = await server.service.job(id);
  expect([job.status, JSON.parse(job.ended_actions)]).toEqual(['SUCCEEDED', { SUCCEEDED: count }]);
  expect(workflows.made.size).toBe(count);
});
