/** What a coordinator tells others while it runs, and what is left of it when its time is over. */
import { afterEach, expect, it } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { purgeCoordinators } from '../../../../orchestrator/coordinator/purge-coordinators.ts';
import type { Store } from '../../../../orchestrator/store/store.ts';
import { eventually } from '../../../support/eventually.ts';
import { storeAdapters } from '../../store/stores.ts';
import { openServer, submitCoordinator, Workflows } from './coordinator-world.ts';

const NOW_MS = Date.UTC(2026, 10, 21);

const definition =
  '<coordinator-app xmlns="uri:oozie:coordinator:0.5" xmlns:sla="uri:oozie:sla:0.2" ' +
  'name="c" timezone="UTC" ' +
  'frequency="${coord:days(1)}" start="2026-11-01T00:00Z" end="2026-11-03T00:00Z">' +
  '<action><workflow><app-path>file:///</app-path></workflow><sla:info>' +
  '<sla:nominal-time>${coord:nominalTime()}</sla:nominal-time><sla:should-end>9</sla:should-end>' +
  '</sla:info></action></coordinator-app>';

let closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  closing = [];
});

async function runToTheEnd(properties: Readonly<Record<string, string>> = {}) {
  const store = await (await storeAdapters[0]?.create())?.open();
  if (store === undefined) throw new Error('no store');
  const urls: string[] = [];
  const server = openServer({
    ...{ store, clock: new ManualClock(NOW_MS), workflows: new Workflows() },
    notify: (rows) => urls.push(...rows.map(({ url }) => url)),
  });
  closing.push(
    () => store.close(),
    () => server.close(),
  );
  await server.start();
  const jobId = await submitCoordinator(server.service, definition, properties);
  await eventually(async () => (await server.service.job(jobId)).job.status === 'SUCCEEDED');
  return { store, urls, jobId };
}

async function rowsOf(store: Store): Promise<number[]> {
  const tables = [
    'coordinator_jobs',
    'coordinator_actions',
    'coordinator_action_documents',
    'sla_entries',
  ] as const;
  return await Promise.all(
    tables.map(
      async (table) => (await store.database.selectFrom(table).selectAll().execute()).length,
    ),
  );
}

it('each status of an action is told, in order, to the address that the job names', async () => {
  const { urls, jobId } = await runToTheEnd({
    'oozie.coord.action.notification.url': 'http://localhost/$actionId/$status',
  });
  const told = urls
    .filter((url) => url.includes(`${jobId}@1/`))
    .map((url) => url.split('/').at(-1));
  expect(told).toEqual(['READY', 'SUBMITTED', 'SUCCEEDED']);
});

it('nobody is told when no address is named', async () => {
  expect((await runToTheEnd()).urls).toEqual([]);
});

it('a coordinator goes with its actions, but not before its time or its workflows', async () => {
  const { store } = await runToTheEnd();
  const { database } = store;
  const purge = (beforeMs: number) =>
    purgeCoordinators({ database, beforeMs, batchMax: 10, removeWorkflows: async () => 0 });
  expect([await purge(NOW_MS), await rowsOf(store)]).toEqual([0, [1, 2, 2, 2]]);
  expect([await purge(NOW_MS + 1), await rowsOf(store)]).toEqual([1, [0, 0, 0, 0]]);
});
