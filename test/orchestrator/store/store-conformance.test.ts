/** What every store must do, run against each adapter on its real database. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listJobs, readJobView } from '../../../orchestrator/execution/job-queries.ts';
import type { RowWrites, Store } from '../../../orchestrator/store/store.ts';
import { actionRow, definitionRow, jobRow } from './store-rows.ts';
import { type StoreAdapter, storeAdapters } from './stores.ts';

describe.each(storeAdapters)('the store on $name', (adapter) => {
  let place: Awaited<ReturnType<StoreAdapter['create']>>;
  let store: Store;

  beforeEach(async () => {
    place = await adapter.create();
    store = await place.open();
  });

  afterEach(() => store.close());

  function write(rows: RowWrites): Promise<void> {
    return store.transact({ jobIds: [], heldVersion: () => undefined, compute: () => rows });
  }

  it('keeps rows over a restart, and updates what may change of them', async () => {
    const created = { created_ms: 1_794_000_000_123 };
    const awkward = 'quote \' and " and \\ and \n and é and 🐘';
    await write({
      definitions: [definitionRow],
      workflow_jobs: [jobRow('job-1', { conf: 'before', ...created })],
      workflow_actions: [actionRow('job-1', 'a', { error_message: awkward })],
    });
    await write({ workflow_jobs: [jobRow('job-1', { conf: awkward, version: 2 })] });
    await store.close();
    store = await place.open();
    const view = await readJobView(store.database, 'job-1');
    expect(view.job).toEqual(jobRow('job-1', { conf: awkward, version: 2, ...created }));
    expect(view.actions).toEqual([actionRow('job-1', 'a', { error_message: awkward })]);
  });

  it('removes actions and writes a job anew for its rerun', async () => {
    await write({
      definitions: [definitionRow],
      workflow_jobs: [jobRow('job-1', { user_name: 'ann' })],
      workflow_actions: [actionRow('job-1', 'a'), actionRow('job-1', 'b', { type: 'fs' })],
    });
    const job = jobRow('job-1', { user_name: 'bob', external_id: 'other', version: 2 });
    const again = actionRow('job-1', 'b', { type: 'shell', run: 1 });
    await store.transact({
      jobIds: ['job-1'],
      heldVersion: () => 1,
      compute: () => ({ workflow_jobs: [job], workflow_actions: [again] }),
      renewals: () => ({ jobs: [job], removedActionIds: ['job-1@a', 'job-1@b'] }),
    });
    expect(await readJobView(store.database, 'job-1')).toEqual({ job, actions: [again] });
  });

  it('hands over the jobs that the caller does not hold', async () => {
    const rows = [jobRow('job-1'), jobRow('job-2')];
    await write({
      definitions: [definitionRow],
      workflow_jobs: rows,
      workflow_actions: [
        actionRow('job-2', 'b', { sequence: 1 }),
        actionRow('job-2', 'a', { sequence: 0 }),
      ],
    });
    const seen: unknown[] = [];
    await store.transact({
      jobIds: ['job-1', 'job-2', 'job-3'],
      heldVersion: (id) => (id === 'job-1' ? 1 : undefined),
      compute(loaded) {
        for (const { job, actions, definition } of loaded.values()) {
          seen.push([job.id, actions.map((action) => action.name), definition.hash]);
        }
        return {};
      },
    });
    expect(seen).toEqual([['job-2', ['a', 'b'], 'hash']]);
  });

  it('writes nothing when the work throws', async () => {
    await write({ definitions: [definitionRow], workflow_jobs: [jobRow('job-1')] });
    const failing = store.transact({
      jobIds: ['job-1'],
      heldVersion: () => 1,
      compute: () => {
        throw new Error('no');
      },
    });
    await expect(failing).rejects.toThrow('no');
    await write({ workflow_jobs: [jobRow('job-1', { status: 'RUNNING' })] });
    expect((await readJobView(store.database, 'job-1')).job.status).toBe('RUNNING');
  });

  it('writes all tables of a transaction or none', async () => {
    const failing = write({
      definitions: [definitionRow],
      workflow_jobs: [jobRow('job-1'), jobRow('job-2', { app_name: null as unknown as string })],
    });
    await expect(failing).rejects.toThrow();
    expect((await listJobs(store.database, {}, { offset: 1, length: 10 })).total).toBe(0);
  });

  it('lists by every filter, newest first, in pages', async () => {
    await write({
      definitions: [definitionRow],
      workflow_jobs: [
        jobRow('job-1', { created_ms: 1, app_name: 'one', status: 'RUNNING' }),
        jobRow('job-2', { created_ms: 2, app_name: 'two', external_id: 'x' }),
        jobRow('job-3', { created_ms: 3, app_name: '50%_off', user_name: 'other' }),
      ],
    });
    const ids = async (filter: Parameters<typeof listJobs>[1], offset = 1, length = 10) => {
      const { jobs, total } = await listJobs(store.database, filter, { offset, length });
      return [jobs.map((job) => job.id).join(' '), total];
    };
    expect(await ids({})).toEqual(['job-3 job-2 job-1', 3]);
    expect(await ids({}, 2, 1)).toEqual(['job-2', 3]);
    expect(await ids({ statuses: ['RUNNING', 'KILLED'] })).toEqual(['job-1', 1]);
    expect(await ids({ names: ['one', 'two'], users: ['somebody'] })).toEqual(['job-2 job-1', 2]);
    expect(await ids({ externalId: 'x' })).toEqual(['job-2', 1]);
    expect(await ids({ text: '%_o' })).toEqual(['job-3', 1]);
    expect(await ids({ text: 'oth' })).toEqual(['job-3', 1]);
    expect(await ids({ createdFromMs: 2, createdToMs: 2 })).toEqual(['job-2', 1]);
  });
});

describe('two servers on one PostgreSQL', () => {
  it('take turns at a job, each seeing what the other wrote', async () => {
    const adapter = storeAdapters.find(({ name }) => name === 'PostgreSQL');
    const place = await (adapter as StoreAdapter).create();
    const servers = [await place.open(), await place.open()];
    await servers[0]?.transact({
      jobIds: [],
      heldVersion: () => undefined,
      compute: () => ({ definitions: [definitionRow], workflow_jobs: [jobRow('job-1')] }),
    });
    const increments = servers.flatMap((server) =>
      Array.from({ length: 20 }, () =>
        server.transact({
          jobIds: ['job-1'],
          heldVersion: () => undefined,
          compute(loaded) {
            const job = loaded.get('job-1')?.job;
            return { workflow_jobs: [jobRow('job-1', { version: (job?.version ?? 0) + 1 })] };
          },
        }),
      ),
    );
    await Promise.all(increments);
    const view = await readJobView((servers[0] as Store).database, 'job-1');
    expect(view.job.version).toBe(41);
    for (const server of servers) await server.close();
  });
});
