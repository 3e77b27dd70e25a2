/** What is removed, what stays, and when, on both stores. */
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { openRetention } from '../../../orchestrator/retention/open-retention.ts';
import type { Retention } from '../../../orchestrator/retention/retention.ts';
import { findUnusedDefinitions } from '../../../orchestrator/retention/unused-definitions.ts';
import type { RowWrites, Store } from '../../../orchestrator/store/store.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { actionRow, jobRow } from '../store/store-rows.ts';
import { storeAdapters } from '../store/stores.ts';

function attemptRow(jobId: string, name: string) {
  const nothing = { owner: null, started_ms: null, ended_ms: null, external_id: null };
  const facts = { ...nothing, external_status: null, error_code: null, error_message: null };
  const action_id = `${jobId}@${name}`;
  return { action_id, run: 0, attempt: 1, job_id: jobId, status: 'OK', ...facts };
}

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;

function oldJob(id: string, hash: string) {
  const endedMs = NOW_MS - 31 * DAY_MS;
  const times = { created_ms: endedMs - 1, ended_ms: endedMs, modified_ms: endedMs };
  return jobRow(id, { status: 'SUCCEEDED', definition_hash: hash, ...times });
}

describe.each(storeAdapters)('retention on $name', (adapter) => {
  let store: Store;
  let clock: ManualClock;
  let jobsDirectory: string;
  let retention: Retention;
  const forgotten: string[] = [];
  const logCuts: number[] = [];

  beforeEach(async () => {
    store = await (await adapter.create()).open();
    clock = new ManualClock(NOW_MS);
    jobsDirectory = temporaryDirectory();
    forgotten.length = 0;
    logCuts.length = 0;
    retention = openRetention({
      store,
      clock,
      settings: new Map([['oozie.service.PurgeService.purge.limit', '2']]),
      log: { removeBefore: (timeMs) => logCuts.push(timeMs) },
      jobsDirectory,
      forget: (ids) => forgotten.push(...ids),
      onError: (error) => {
        throw error;
      },
    });
  });

  afterEach(async () => {
    await retention.close();
    await store.close();
  });

  /** A job with one action and one attempt, and a file that the attempt has left. */
  async function addJob(
    id: string,
    job: { status?: string; ageDays?: number; parentId?: string; hasEnd?: boolean } = {},
  ): Promise<void> {
    const { status = 'SUCCEEDED', ageDays = 31, parentId, hasEnd = true } = job;
    const endedMs = NOW_MS - ageDays * DAY_MS;
    const writes: RowWrites = {
      workflow_jobs: [
        jobRow(id, {
          status,
          parent_id: parentId ?? null,
          created_ms: endedMs - 1,
          ended_ms: hasEnd ? endedMs : null,
          modified_ms: endedMs,
        }),
      ],
      workflow_actions: [actionRow(id, 'work')],
      workflow_attempts: [attemptRow(id, 'work')],
    };
    await store.transact({ jobIds: [], heldVersion: () => undefined, compute: () => writes });
    mkdirSync(join(jobsDirectory, id, 'work@0-1'), { recursive: true });
    writeFileSync(join(jobsDirectory, id, 'work@0-1', 'stdout'), 'x');
  }

  async function kept(): Promise<string[]> {
    const { database } = store;
    const jobs = await database.selectFrom('workflow_jobs').select('id').orderBy('id').execute();
    const ids = jobs.map(({ id }) => id);
    const actions = await database.selectFrom('workflow_actions').select('job_id').execute();
    const attempts = await database.selectFrom('workflow_attempts').select('job_id').execute();
    expect(actions.map((row) => row.job_id).toSorted()).toEqual(ids);
    expect(attempts.map((row) => row.job_id).toSorted()).toEqual(ids);
    for (const id of ids) expect(existsSync(join(jobsDirectory, id))).toBe(true);
    return ids;
  }

  test('removes what ended long ago, whole, and nothing else', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await addJob(`old-${id}`);
    await addJob('young', { ageDays: 29 });
    await addJob('running', { status: 'RUNNING' });
    await addJob('suspended', { status: 'SUSPENDED' });
    await addJob('prepared', { status: 'PREP' });
    await addJob('endless', { status: 'KILLED', hasEnd: false });

    expect(await retention.purge()).toBe(6);

    expect(await kept()).toEqual(['prepared', 'running', 'suspended', 'young']);
    expect(existsSync(join(jobsDirectory, 'old-c'))).toBe(false);
    expect(forgotten.toSorted()).toEqual(['endless', 'old-a', 'old-b', 'old-c', 'old-d', 'old-e']);
    expect(logCuts).toEqual([NOW_MS - 30 * DAY_MS]);
  });

  test('definitions go with the last job that refers to them', async () => {
    const definition = (hash: string) => ({ hash, text: `<${hash}/>`, format: 'xml' as const });
    const write = (writes: RowWrites) =>
      store.transact({ jobIds: [], heldVersion: () => undefined, compute: () => writes });
    const left = async () => {
      const rows = await store.database.selectFrom('definitions').select('hash').execute();
      return rows.map(({ hash }) => hash).toSorted();
    };
    await write({
      definitions: ['gone', 'kept', 'shared', 'orphan'].map(definition),
      workflow_jobs: [
        oldJob('old-1', 'gone'),
        oldJob('old-2', 'shared'),
        jobRow('young-1', { definition_hash: 'shared' }),
        jobRow('young-2', { definition_hash: 'kept' }),
      ],
    });

    await retention.purge();

    expect(await left()).toEqual(['kept', 'shared']);
  });

  test('a definition that a submission takes while it is looked for stays', async () => {
    const rows = { definitions: [{ hash: 'again', text: '<again/>', format: 'xml' as const }] };
    const write = (writes: RowWrites) =>
      store.transact({ jobIds: [], heldVersion: () => undefined, compute: () => writes });
    await write(rows);

    const removed = await store.removeDefinitions(async () => {
      const unused = await findUnusedDefinitions(store.database);
      expect(unused).toEqual(['again']);
      await write({ ...rows, workflow_jobs: [jobRow('job', { definition_hash: 'again' })] });
      return unused;
    });

    expect(removed).toBe(0);
    expect(await findUnusedDefinitions(store.database)).toEqual([]);
    expect(await store.removeDefinitions(async () => [])).toBe(0);
  });

  test('a definition that was removed is written again with the next job', async () => {
    const rows = { definitions: [{ hash: 'again', text: '<again/>', format: 'xml' as const }] };
    const write = (writes: RowWrites) =>
      store.transact({ jobIds: [], heldVersion: () => undefined, compute: () => writes });
    await write(rows);
    expect(await store.removeDefinitions(() => findUnusedDefinitions(store.database))).toBe(1);

    await write({ ...rows, workflow_jobs: [jobRow('job', { definition_hash: 'again' })] });

    const texts = await store.database.selectFrom('definitions').select('text').execute();
    expect(texts).toEqual([{ text: '<again/>' }]);
  });

  test('a tree goes as a whole, or not at all', async () => {
    await addJob('gone');
    await addJob('gone-child', { parentId: 'gone@work' });
    await addJob('gone-grandchild', { parentId: 'gone-child@work' });
    await addJob('kept');
    await addJob('kept-child', { parentId: 'kept@work' });
    await addJob('kept-grandchild', { parentId: 'kept-child@work', ageDays: 1 });
    await addJob('living');
    await addJob('living-child', { parentId: 'living@work', status: 'RUNNING' });

    expect(await retention.purge()).toBe(3);

    expect(await kept()).toEqual([
      'kept',
      'kept-child',
      'kept-grandchild',
      'living',
      'living-child',
    ]);
  });

  test('what a coordinator started is left to the coordinator', async () => {
    await addJob('action-1', { parentId: '0000001-261121000000000-howdah-C@1' });
    expect(await retention.purge()).toBe(0);
    expect(await kept()).toEqual(['action-1']);
  });

  test('runs every hour on the clock of the server', async () => {
    await addJob('soon', { ageDays: 30 });
    retention.start();
    clock.advance(10_000);
    await eventually(async () => (await kept()).length === 0);

    await addJob('later', { ageDays: 29 });
    await eventually(() => {
      clock.advance(3_600_000);
      return kept().then((ids) => ids.length === 0);
    });
    expect(clock.now() - NOW_MS).toBeGreaterThanOrEqual(DAY_MS);
  });

  test('an administrator can be stricter', async () => {
    await addJob('young', { ageDays: 2 });
    expect(await retention.purge({ workflowDays: 1 })).toBe(1);
  });

  test('removes directories that no job has any more, unless they are new', async () => {
    await addJob('kept', { ageDays: 1 });
    for (const id of ['abandoned', 'new']) mkdirSync(join(jobsDirectory, id));
    utimesSync(join(jobsDirectory, 'abandoned'), 0, (NOW_MS - DAY_MS) / 1_000);
    utimesSync(join(jobsDirectory, 'new'), 0, NOW_MS / 1_000);

    await retention.purge();

    expect(existsSync(join(jobsDirectory, 'abandoned'))).toBe(false);
    expect(existsSync(join(jobsDirectory, 'new'))).toBe(true);
    expect(await kept()).toEqual(['kept']);
  });
});
