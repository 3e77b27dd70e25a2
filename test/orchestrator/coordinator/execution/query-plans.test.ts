/**
 * However many past actions there are, every query about coordinators goes by an index: the
 * databases themselves say how they would find the rows.
 */
import { CompiledQuery, type Kysely, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { CoordinatorSweeper } from '../../../../orchestrator/coordinator/execution/coordinator-sweeper.ts';
import {
  actionsBetween,
  actionsByNumber,
  lastEndedNumber,
  listCoordinators,
  pageOfActions,
  readCoordinatorAction,
  readCoordinatorJob,
  workflowsOf,
} from '../../../../orchestrator/coordinator/service/coordinator-queries.ts';
import type { CoordinatorJobRow } from '../../../../orchestrator/store/coordinator-tables.ts';
import type { DatabaseSchema } from '../../../../orchestrator/store/database-schema.ts';
import type { Store } from '../../../../orchestrator/store/store.ts';
import { storeAdapters } from '../../store/stores.ts';

type Database = Kysely<DatabaseSchema>;

/** So many that no database would rather read all of them. */
const ACTIONS = 20_000;
const JOBS = 400;
const JOB = 'job7-C';

async function fill({ database, isShared }: Store): Promise<void> {
  const numbers = (count: number) =>
    isShared
      ? sql`select n from generate_series(1, ${sql.lit(count)}) as numbers(n)`
      : sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers
          where n < ${sql.lit(count)}) select n from numbers`;
  await sql`insert into coordinator_actions
    (id, job_id, action_number, nominal_ms, status, is_active, created_ms, modified_ms, conf_hash,
     missing, push_missing, is_resolved, timeout_minutes, run, is_failed_rerun)
    select 'job' || (n % ${sql.lit(JOBS)}) || '-C@' || n, 'job' || (n % ${sql.lit(JOBS)}) || '-C', n,
      n * 60000, case when n % 1000 = 0 then 'FAILED' else 'SUCCEEDED' end, 0, n, n, '', '', '', 1,
      120, 0, 0 from (${numbers(ACTIONS)}) as all_numbers`.execute(database);
  await sql`insert into coordinator_jobs
    (id, version, app_name, app_path, user_name, conf, definition_hash, job_xml, status, created_ms,
     modified_ms, conf_hash, frequency, time_unit, cron_clock, time_zone, start_ms, end_ms,
     concurrency, execution, throttle, timeout_minutes, last_action_number, is_materialised,
     ended_actions)
    select 'job' || n || '-C', 1, 'app' || n, '', 'user' || n, '', '', '',
      case when n % 100 = 0 then 'RUNNING' else 'SUCCEEDED' end, n, n, '', '1', 'DAY', '', 'UTC', 0,
      0, 1, 'FIFO', 12, 120, 50, 1, '{}' from (${numbers(JOBS)}) as all_numbers`.execute(database);
  // Our SQLite never has statistics, and PostgreSQL always.
  if (isShared) await sql.raw('analyze').execute(database);
}

/** Keeps what is asked, to ask how it would be found. */
class Recorder implements KyselyPlugin {
  readonly nodes: RootOperationNode[] = [];

  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]): RootOperationNode {
    this.nodes.push(node);
    return node;
  }

  async transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]) {
    return result;
  }
}

async function plansOf({ database, isShared }: Store, nodes: readonly RootOperationNode[]) {
  const prefix = isShared ? 'explain ' : 'explain query plan ';
  const plans: string[] = [];
  for (const node of nodes) {
    const executor = database.getExecutor();
    const { sql: text, parameters } = executor.compileQuery(node, { queryId: 'plan' });
    const query = CompiledQuery.raw(prefix + text, [...parameters]);
    const { rows } = await database.transaction().execute(async (transaction) => {
      // PostgreSQL reads small tables whole; asked is whether it needs to.
      if (isShared) await sql`set local enable_seqscan = off`.execute(transaction);
      return await transaction.executeQuery<Record<string, string>>(query);
    });
    plans.push(rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n'));
  }
  return plans;
}

/** A table that is read from end to end, as each of the databases says it. */
const wholeTable = /^SCAN (?!.*USING)|Seq Scan on/m;

const job = { id: JOB, last_action_number: ACTIONS } as CoordinatorJobRow;
const page = { offset: 1, length: 50, order: 'descending' } as const;

const queries: Readonly<Record<string, (database: Database) => Promise<unknown>>> = {
  'a job': (database) => readCoordinatorJob(database, JOB),
  'an action': (database) => readCoordinatorAction(database, `${JOB}@7`),
  'the last page of actions': (database) => pageOfActions(database, job, { ...page, filter: {} }),
  'failed actions': (database) =>
    pageOfActions(database, job, { ...page, filter: { statuses: ['FAILED'] } }),
  'actions from a time on': (database) =>
    pageOfActions(database, job, {
      ...page,
      filter: { nominalTimes: [{ comparison: '>=', timeMs: 5_000_000 }] },
    }),
  'actions by number': (database) => actionsByNumber(database, JOB, [7, 407]),
  'actions of a day': (database) => actionsBetween(database, JOB, 0, 86_400_000),
  'the last that ended': (database) => lastEndedNumber(database, JOB, 5_000_000),
  'the runs of an action': (database) => workflowsOf(database, `${JOB}@7`),
  'the newest jobs': (database) => listCoordinators(database, {}, { offset: 1, length: 10 }),
  'jobs of a name': (database) =>
    listCoordinators(database, { names: ['app7'] }, { offset: 1, length: 10 }),
};

describe.each(storeAdapters)('on $name', ({ create }) => {
  let store: Store;

  beforeAll(async () => {
    store = await (await create()).open();
    await fill(store);
  });

  afterAll(() => store.close());

  it.each(Object.keys(queries))('%s: by an index', async (name) => {
    const recorder = new Recorder();
    await queries[name]?.(store.database.withPlugin(recorder));
    expect(recorder.nodes.length).toBeGreaterThan(0);
    const plans = await plansOf(store, recorder.nodes);
    const withoutCount = plans.filter((plan) => !plan.includes('Aggregate'));
    expect(withoutCount.filter((plan) => wholeTable.test(plan))).toEqual([]);
  });

  it('what a sweep looks for: by an index', async () => {
    const recorder = new Recorder();
    const sweeper = new CoordinatorSweeper({
      store: { ...store, database: store.database.withPlugin(recorder) } as Store,
      clock: new ManualClock(1),
      held: new Map(),
      settle() {},
      refresh() {},
      onError(error) {
        throw error;
      },
    });
    await sweeper.openJobIds();
    await sweeper.start();
    sweeper.stop();
    const plans = await plansOf(store, recorder.nodes);
    expect(plans.length).toBeGreaterThan(1);
    expect(plans.filter((plan) => wholeTable.test(plan))).toEqual([]);
    expect(plans.join()).toContain('coordinator_actions_active');
  });
});
