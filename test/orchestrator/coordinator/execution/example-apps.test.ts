/** The coordinators and the bundle among Oozie's examples, unchanged, with their hours passing by hand. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { FileSystemRegistry } from '../../../../base/file-system/file-system-registry.ts';
import { parseProperties } from '../../../../base/properties/parse-properties.ts';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { type OpenBundles, openBundles } from '../../../../orchestrator/bundle/open-bundles.ts';
import {
  purgeBundles,
  purgeCoordinators,
} from '../../../../orchestrator/coordinator/purge-coordinators.ts';
import { JobIdGenerator } from '../../../../orchestrator/job/job-id.ts';
import type { JobLog } from '../../../../orchestrator/log/job-log.ts';
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
  let bundles: OpenBundles | undefined;
  const server = openServer({
    ...{ store, clock, workflows, nameNodeMap },
    onCommitted: (result) => bundles?.coordinatorCommitted(result),
  });
  const opened = openBundles({
    ...{ store, clock, settings: new Map(), coordinators: server.service },
    fileSystems: new FileSystemRegistry({ nameNodeMap }),
    ids: new JobIdGenerator(clock.now(), 'examples'),
    log: { write() {} } as unknown as JobLog,
    onError: (error) => {
      throw error;
    },
  });
  bundles = opened;
  closing.push(
    () => store.close(),
    () => server.close(),
    () => opened.close(),
  );
  await server.start();
  await opened.start();
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
  return { store, server, bundles: opened.service, clock, workflows, properties, makeData };
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

it('bundle runs its coordinator, has SUCCEEDED with it, and goes with it', async () => {
  const { store, server, bundles, clock, workflows, properties, makeData } =
    await openExample('bundle');
  makeData('rawLogs');
  const { id } = await bundles.submit({ properties, start: false });
  await eventually(async () => {
    clock.advance(10 * MINUTE_MS);
    return (await bundles.job(id)).job.status === 'SUCCEEDED';
  });
  const { coordinators } = await bundles.job(id);
  expect(coordinators.map(({ app_name, status }) => [app_name, status])).toEqual([
    ['coord-1', 'SUCCEEDED'],
  ]);
  const { actions } = await server.service.job(coordinators[0]?.id ?? '', {
    ...{ offset: 1, length: 9, order: 'ascending', filter: {} },
  });
  expect(actions.map(({ nominal_ms }) => new Date(nominal_ms).toISOString().slice(11, 16))).toEqual(
    ['01:00', '02:00'],
  );
  expect(workflows.made.size).toBe(2);

  const { database } = store;
  const { job } = await bundles.job(id);
  const limits = { database, batchMax: 10, removeWorkflows: async () => 0 };
  expect(await purgeCoordinators({ ...limits, beforeMs: clock.now() + 1 })).toBe(0);
  expect(await purgeBundles({ ...limits, beforeMs: job.ended_ms ?? 0 })).toBe(0);
  expect(await purgeBundles({ ...limits, beforeMs: clock.now() + 1 })).toBe(1);
  await expect(bundles.job(id)).rejects.toMatchObject({ code: 'E0604' });
  const gone = server.service.job(coordinators[0]?.id ?? '');
  await expect(gone).rejects.toMatchObject({ code: 'E0604' });
});
