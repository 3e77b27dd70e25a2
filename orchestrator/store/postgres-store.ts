/** The store for several servers: PostgreSQL. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type {
  DatabaseSchema,
  DefinitionRow,
  TableName,
  WorkflowActionRow,
  WorkflowJobRow,
} from './database-schema.ts';
import { migrate } from './migrate.ts';
import { deleteActions, loadRecurring } from './postgres-recurring.ts';
import type { RowWrites, Store, StoredWorkflowJob, TransactionWork } from './store.ts';
import { storeError } from './store-error.ts';
import { columnsOf, conflictClause } from './table-columns.ts';
import { renewalStatements } from './write-renewals.ts';

/** Connections of one server: one for the transactions, the others for reads. */
const CONNECTIONS_MAX = 8;

/** @param url `postgres://user:password@host:port/database` */
export async function openPostgresStore(url: string): Promise<Store> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX, types: numberTypes });
  // A connection that breaks while idle is replaced; its error must not end the process.
  pool.on('error', () => {});
  const store = new PostgresStore(pool);
  try {
    await migrate(store.database);
    return store;
  } catch (error) {
    await store.close();
    throw storeError(error, 'the database');
  }
}

/** Every bigint column holds milliseconds or a count, so it fits a number exactly. */
const numberTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

class PostgresStore implements Store {
  readonly database: Kysely<DatabaseSchema>;
  readonly isShared = true;
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.database = new Kysely({ dialect: new PostgresDialect({ pool }) });
  }

  async transact(work: TransactionWork): Promise<void> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.#pool.connect();
      await client.query('begin');
      const stale = await lockJobs(client, work);
      const recurring = await loadRecurring(client, work.recurring);
      const rows = work.compute(await load(client, stale), recurring);
      await deleteActions(client, work.recurring?.deletedActionIds());
      for (const { text, values } of renewalStatements(work.renewals?.(), (at) => `$${at + 1}`)) {
        await client.query(text, [...values]);
      }
      await write(client, rows);
      await client.query('commit');
      client.release();
    } catch (error) {
      // The transaction dies with its connection.
      client?.release(true);
      throw storeError(error, 'the database');
    }
  }

  async removeDefinitions(find: () => Promise<readonly string[]>): Promise<number> {
    const unused = [...(await find())].sort();
    if (unused.length === 0) return 0;
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      // Waits for transactions that use one of them; what they have written is seen by the next.
      await client.query('select from definitions where hash = any($1) order by hash for update', [
        unused,
      ]);
      const { rowCount } = await client.query(DELETE_UNUSED, [unused]);
      await client.query('commit');
      client.release();
      return rowCount ?? 0;
    } catch (error) {
      client.release(true);
      throw storeError(error, 'the database');
    }
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }
}

const DELETE_UNUSED = `
  delete from definitions where hash = any($1)
  and not exists (select from workflow_jobs where definition_hash = hash)
  and not exists (select from coordinator_jobs where hash in (definition_hash, conf_hash))
  and not exists (select from coordinator_actions where conf_hash = hash)
  and not exists (select from bundle_jobs where definition_hash = hash)`;

/** Locks the jobs in the order of their ids, so that two servers never wait crosswise. */
async function lockJobs(client: pg.PoolClient, work: TransactionWork): Promise<string[]> {
  const { rows } = await client.query<{ id: string; version: number }>({
    name: 'lock-jobs',
    text: 'select id, version from workflow_jobs where id = any($1) order by id for update',
    values: [work.jobIds],
  });
  return rows.filter((row) => work.heldVersion(row.id) !== row.version).map((row) => row.id);
}

async function load(
  client: pg.PoolClient,
  jobIds: readonly string[],
): Promise<Map<string, StoredWorkflowJob>> {
  const loaded = new Map<string, StoredWorkflowJob>();
  if (jobIds.length === 0) return loaded;
  const jobs = await client.query<WorkflowJobRow>(
    'select * from workflow_jobs where id = any($1)',
    [jobIds],
  );
  const actions = await client.query<WorkflowActionRow>(
    'select * from workflow_actions where job_id = any($1) order by job_id, sequence',
    [jobIds],
  );
  const definitions = await client.query<DefinitionRow>(
    'select * from definitions where hash = any($1)',
    [jobs.rows.map((job) => job.definition_hash)],
  );
  const actionsByJob = Map.groupBy(actions.rows, (action) => action.job_id);
  const definitionsByHash = new Map(definitions.rows.map((row) => [row.hash, row]));
  for (const job of jobs.rows) {
    const definition = definitionsByHash.get(job.definition_hash);
    if (definition === undefined) throw new Error(`job ${job.id} has no stored definition`);
    loaded.set(job.id, { job, actions: actionsByJob.get(job.id) ?? [], definition });
  }
  return loaded;
}

/**
 * Those that are there are locked against removal and not written again: servers that submit the
 * same app do not wait for each other.
 */
async function missingDefinitions(
  client: pg.PoolClient,
  definitions: readonly DefinitionRow[],
): Promise<DefinitionRow[]> {
  if (definitions.length === 0) return [];
  const { rows } = await client.query<{ hash: string }>({
    name: 'keep-definitions',
    text: 'select hash from definitions where hash = any($1) order by hash for key share',
    values: [definitions.map(({ hash }) => hash)],
  });
  const known = new Set(rows.map(({ hash }) => hash));
  return definitions.filter(({ hash }) => !known.has(hash));
}

/** One statement a table: its rows travel as one JSON parameter. */
async function write(client: pg.PoolClient, writes: RowWrites): Promise<void> {
  for (const table of Object.keys(writes) as TableName[]) {
    const rows =
      table === 'definitions'
        ? await missingDefinitions(client, writes.definitions ?? [])
        : writes[table];
    if (rows === undefined || rows.length === 0) continue;
    const columns = columnsOf(table).join(', ');
    await client.query({
      name: `upsert-${table}`,
      text:
        `insert into ${table} (${columns}) ` +
        `select ${columns} from json_populate_recordset(null::${table}, $1) ` +
        conflictClause(table),
      values: [JSON.stringify(rows)],
    });
  }
}
