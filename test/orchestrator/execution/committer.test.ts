/** Events of many jobs in shared transactions, on both stores. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import type { WorkflowDefinition } from '../../../orchestrator/definition/workflow-definition.ts';
import type {
  CommitEnvironment,
  CommitResult,
} from '../../../orchestrator/execution/commit-batch.ts';
import { Committer } from '../../../orchestrator/execution/committer.ts';
import type { HeldJob } from '../../../orchestrator/execution/held-job.ts';
import { HeldJobs } from '../../../orchestrator/execution/held-jobs.ts';
import { readJobView } from '../../../orchestrator/execution/job-queries.ts';
import { defaultRetrySettings } from '../../../orchestrator/job/retry-settings.ts';
import type { WorkflowEvent } from '../../../orchestrator/job/workflow-event.ts';
import { noRecurringJobs } from '../../../orchestrator/store/recurring-work.ts';
import type { Store } from '../../../orchestrator/store/store.ts';
import { eventually } from '../../support/eventually.ts';
import { definitionOf, newJob, node } from '../job/workflow-builder.ts';
import { definitionRow, jobRow } from '../store/store-rows.ts';
import { storeAdapters } from '../store/stores.ts';

const branches = Array.from({ length: 100 }, (_, index) => `branch-${index}`);

const wideFork = definitionOf(
  node.start('fork'),
  node.fork('fork', branches),
  ...branches.map((name) => node.action(name, 'join')),
  node.join('join', 'end'),
  node.end(),
);

describe.each(storeAdapters)('the committer on $name', (adapter) => {
  let store: Store;

  beforeEach(async () => {
    store = await (await adapter.create()).open();
  });

  afterEach(() => store.close());

  it('joins a fork of 100 branches that finish at once exactly once', async () => {
    const server = newServer(store, wideFork);
    await server.create('job-1');
    await server.apply('job-1', { kind: 'start' });
    const results = await Promise.all(
      branches.flatMap((name) => [
        server.apply('job-1', claimOf(name)),
        server.apply('job-1', endOf(name)),
      ]),
    );
    expect(results.map((result) => result.verdict)).toEqual(results.map(() => 'accepted'));
    const { job, actions } = await readJobView(store.database, 'job-1');
    expect(job.status).toBe('SUCCEEDED');
    expect(actions.filter(({ name }) => name === 'join')).toHaveLength(1);
    expect(actions).toHaveLength(branches.length + 4);
    // All of it went through far fewer transactions than events.
    expect(job.version).toBeLessThan(20);
  });

  it('spoils no other request when one of them fails', async () => {
    const server = newServer(store, wideFork);
    const results = await Promise.allSettled([
      server.create('job-1'),
      server.create('job-2', { app_name: null as unknown as string }),
      server.create('job-3'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await readJobView(store.database, 'job-3')).job.version).toBe(2);
    await expect(readJobView(store.database, 'job-2')).rejects.toThrow('Job does not exist');
  });

  it('grants a claim once, whoever asks', async () => {
    const servers = [newServer(store, wideFork), newServer(store, wideFork)];
    await servers[0]?.create('job-1');
    await servers[0]?.apply('job-1', { kind: 'start' });
    // Two servers share a PostgreSQL only; on SQLite the second one asks after the first.
    const claims: CommitResult[] = [];
    for (const server of servers) claims.push(await server.apply('job-1', claimOf('branch-0')));
    expect(claims.map(({ verdict }) => verdict)).toEqual(['accepted', 'ignored']);
  });

  it('reads a job that it does not hold', async () => {
    await newServer(store, wideFork).create('job-1');
    const result = await newServer(store, wideFork).apply('job-1', { kind: 'start' });
    expect(result.verdict).toBe('accepted');
    expect(result.job?.state.actions.size).toBe(branches.length + 2);
    const missing = await newServer(store, wideFork).apply('job-2', { kind: 'start' });
    expect(missing.verdict).toBe('no-such-job');
  });
});

test.each([
  { underWay: 0, isWanted: false },
  { underWay: 4, isWanted: false },
  { underWay: 5, isWanted: true },
])(
  'a commit of one end among $underWay attempts leaves the thread to others: $isWanted',
  async (expected) => {
    const asked: (boolean | undefined)[] = [];
    const store: Pick<Store, 'transact'> = {
      transact: (work) => {
        asked.push(work.isThreadWanted?.());
        return Promise.reject(new Error('nothing is stored here'));
      },
    };
    const server = newServer(store as Store, wideFork, expected.underWay);
    await expect(server.apply('job-1', endOf('branch-0'))).rejects.toThrow('nothing is stored');
    expect(asked).toEqual([expected.isWanted]);
  },
);

test('what a commit starts is sent while it becomes durable, and waits for that on arrival', async () => {
  const durable = Promise.withResolvers<void>();
  const store: Pick<Store, 'transact'> = {
    transact: async (work) => {
      work.compute(new Map(), noRecurringJobs);
      work.written?.();
      expect(work.isThreadWanted?.()).toBe(true);
      await durable.promise;
    },
  };
  const steps: string[] = [];
  const server = newServer(store as Store, wideFork, 0, (results) => {
    steps.push(`sent ${results.flatMap(({ commands }) => commands).length}`);
    return true;
  });
  const created = server.create('job-1').then(() => steps.push('answered'));
  await eventually(() => steps.length > 0);
  const arrived = server.whenSettled().then(() => steps.push('arrived'));
  steps.push('durable');
  durable.resolve();
  await Promise.all([created, arrived]);
  expect(steps.slice(0, 2)).toEqual(['sent 0', 'durable']);
  expect(steps.slice(2).sort()).toEqual(['answered', 'arrived']);
});

function claimOf(name: string): WorkflowEvent {
  return { kind: 'claim', name, owner: 'server', conf: '', retry: undefined };
}

function endOf(name: string): WorkflowEvent {
  return { kind: 'ended', name, attempt: 1, status: 'OK', externalStatus: 'SUCCEEDED' };
}

function newServer(
  store: Store,
  definition: WorkflowDefinition,
  attemptsUnderWay = 0,
  sendAhead: CommitEnvironment['sendAhead'] = () => false,
) {
  const committer = new Committer({
    store,
    held: new HeldJobs(),
    onBatchCommitted: () => {},
    clock: new ManualClock(1_000),
    environment: {
      reader: { definition: () => definition, configuration: () => new Map() },
      retry: defaultRetrySettings,
      answer: () => () => undefined,
      userRetry: () => undefined,
      writtenConf: () => '',
      notifications: () => [],
      failed: () => {},
      sendAhead,
      attemptsUnderWay: () => attemptsUnderWay,
    },
    onCommitted: () => {},
  });
  const create = (id: string, row: Parameters<typeof jobRow>[1] = {}): HeldJob => ({
    row: jobRow(id, row),
    state: newJob({ id }),
    definition,
    configuration: new Map(),
  });
  return {
    whenSettled: () => committer.whenSettled(),
    apply: (jobId: string, event: WorkflowEvent) => committer.commit({ jobId, event }),
    create: (jobId: string, row?: Parameters<typeof jobRow>[1]) =>
      committer.commit({
        jobId,
        creation: { create: () => create(jobId, row), definition: definitionRow },
      }),
  };
}
