/**
 * The embedded store: node:sqlite, one file, every commit synced to disk before anybody sees it.
 *
 * SQLite itself would sync within COMMIT (`synchronous=full`) and hold up this thread for as long.
 * Here it writes the commit to its log (`synchronous=normal`, which syncs at checkpoints, so that
 * the file stays sound) and the log is synced right after, on another thread while a server
 * is busy. Neither the caller nor a reader gets on before that.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type Driver,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
} from 'kysely';
import type {
  DatabaseSchema,
  DefinitionRow,
  TableName,
  WorkflowActionRow,
  WorkflowJobRow,
} from './database-schema.ts';
import { LogSync } from './log-sync.ts';
import { migrate } from './migrate.ts';
import { deleteActions, loadRecurring, type SqliteSelect } from './sqlite-recurring.ts';
import type { RowWrites, Store, StoredWorkflowJob, TransactionWork } from './store.ts';
import { storeError } from './store-error.ts';
import { columnsOf, upsertStatement } from './table-columns.ts';
import { renewalStatements } from './write-renewals.ts';

/** How long a statement waits for another connection's lock before it fails. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * As long as the write-ahead log grows, each sync to disk also writes the file system's own
 * journal, with whatever others have changed there. A log that has its size once is written over in
 * place, and a commit takes a third of the time. Its size is that of SQLite's automatic checkpoint.
 */
const LOG_SIZE_BYTES = 4_200_000;

const readsOnly = /^\s*(?:select|pragma|explain)\b/i;

/** Lists with many values make ever new texts, so that keeping all of them would be a leak. */
const PREPARED_STATEMENTS_MAX = 200;

/** From so many jobs on, a transaction is one of a busy server, which has other work meanwhile. */
const JOBS_SYNCED_IN_BACKGROUND_MIN = 4;

/** A store that has seen so many transactions is a server's, and worth the growing. */
const TRANSACTIONS_BEFORE_GROWING = 20;

/** Opens the database, creating it as needed. The caller holds the data directory's lock. */
export async function openSqliteStore(path: string): Promise<Store> {
  try {
    const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    connection.exec('pragma journal_mode = wal; pragma synchronous = full');
    const store = new SqliteStore(connection, path);
    await migrate(store.database);
    store.syncLogByItself();
    return store;
  } catch (error) {
    throw storeError(error, path);
  }
}

class SqliteStore implements Store {
  readonly database: Kysely<DatabaseSchema>;
  readonly isShared = false;
  readonly #connection: DatabaseSync;
  readonly #path: string;
  readonly #upserts = new Map<TableName, StatementSync>();
  readonly #statements = new Map<string, StatementSync>();
  /** Hashes of definitions that are known to be there, so that jobs of one app write them once. */
  readonly #storedDefinitions = new Set<string>();
  #transactions = 0;
  #log: LogSync | undefined;

  constructor(connection: DatabaseSync, path: string) {
    this.#connection = connection;
    this.#path = path;
    this.database = new Kysely({
      dialect: new DurableDialect(connection, () => this.#log),
    });
  }

  /** To be called once there is a log. */
  syncLogByItself(): void {
    // The schema's own version is written again: a log begins with its first commit.
    this.#connection.exec('pragma user_version = 1');
    this.#log = new LogSync(`${this.#path}-wal`);
    this.#connection.exec('pragma synchronous = normal');
  }

  /** Nothing is awaited between BEGIN and COMMIT: the one connection serves everybody. */
  async transact(work: TransactionWork): Promise<void> {
    try {
      this.#connection.exec('begin immediate');
      const loaded = this.#load(work.jobIds.filter((id) => work.heldVersion(id) === undefined));
      const rows = work.compute(loaded, loadRecurring(this.#select, work.recurring));
      deleteActions(this.#select, work.recurring?.deletedActionIds());
      for (const { text, values } of renewalStatements(work.renewals?.(), () => '?')) {
        this.#statement(text).run(...values);
      }
      this.#write(rows);
      this.#connection.exec('commit');
      for (const { hash } of rows.definitions ?? []) this.#storedDefinitions.add(hash);
      work.written?.();
      const jobs = work.jobIds.length + (work.recurring?.jobIds.length ?? 0);
      const isBusy = jobs >= JOBS_SYNCED_IN_BACKGROUND_MIN || work.isThreadWanted?.() === true;
      if (isBusy) await this.#log?.inBackground();
      else this.#log?.now();
      if (++this.#transactions === TRANSACTIONS_BEFORE_GROWING) this.#growLog();
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('rollback');
      throw storeError(error, this.#path);
    }
  }

  /** From the end of the search to the end of the transaction nobody else gets a turn. */
  async removeDefinitions(find: () => Promise<readonly string[]>): Promise<number> {
    this.#storedDefinitions.clear();
    const unused = (await find()).filter((hash) => !this.#storedDefinitions.has(hash));
    const statement = this.#statement('delete from definitions where hash = ?');
    this.#connection.exec('begin immediate');
    for (const hash of unused) statement.run(hash);
    this.#connection.exec('commit');
    this.#log?.now();
    return unused.length;
  }

  async close(): Promise<void> {
    await this.database.destroy();
    this.#log?.close();
  }

  /** Fills the log with pages that are not needed, and starts it again from its beginning. */
  #growLog(): void {
    try {
      this.#connection.exec(`
        begin;
        insert into definitions values ('', zeroblob(${LOG_SIZE_BYTES}), '');
        delete from definitions where hash = '';
        commit;
        pragma wal_checkpoint(restart);
      `);
    } catch {
      // There is no room for it now. The transaction before is as good as without.
      if (this.#connection.isTransaction) this.#connection.exec('rollback');
    }
  }

  #load(jobIds: readonly string[]): Map<string, StoredWorkflowJob> {
    const loaded = new Map<string, StoredWorkflowJob>();
    for (const id of jobIds) {
      const [job] = this.#select<WorkflowJobRow>('select * from workflow_jobs where id = ?', id);
      if (job === undefined) continue;
      const [definition] = this.#select<DefinitionRow>(
        'select * from definitions where hash = ?',
        job.definition_hash,
      );
      const actions = this.#select<WorkflowActionRow>(
        'select * from workflow_actions where job_id = ? order by sequence',
        id,
      );
      if (definition === undefined) throw new Error(`job ${id} has no stored definition`);
      loaded.set(id, { job, actions, definition });
    }
    return loaded;
  }

  #write(writes: RowWrites): void {
    for (const table of Object.keys(writes) as TableName[]) {
      const columns = columnsOf(table);
      const statement = this.#upsert(table);
      for (const row of writes[table] ?? []) {
        if (table === 'definitions' && this.#isStored(row as DefinitionRow)) continue;
        const values = row as unknown as Record<string, SQLInputValue>;
        statement.run(...columns.map((column) => values[column] ?? null));
      }
    }
  }

  #isStored({ hash }: DefinitionRow): boolean {
    return this.#storedDefinitions.has(hash);
  }

  readonly #select: SqliteSelect = <Row>(text: string, parameter: string): Row[] =>
    this.#statement(text).all(parameter) as Row[];

  #statement(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#connection.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  #upsert(table: TableName): StatementSync {
    let statement = this.#upserts.get(table);
    if (statement === undefined) {
      statement = this.#connection.prepare(upsertStatement(table, () => '?'));
      this.#upserts.set(table, statement);
    }
    return statement;
  }
}

/** Gives readers the connection once nothing is on it that a crash could take back. */
class DurableDialect extends SqliteDialect {
  readonly #log: () => LogSync | undefined;

  constructor(connection: DatabaseSync, log: () => LogSync | undefined) {
    super({ database: asKyselyDatabase(connection, () => log()?.now()) });
    this.#log = log;
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    driver.acquireConnection = async () => {
      await this.#log()?.settled();
      return acquire();
    };
    return driver;
  }
}

/**
 * Kysely's dialect expects the interface of another driver, which differs in one property.
 * @param sync called after each write, or at the end of its transaction
 */
function asKyselyDatabase(connection: DatabaseSync, sync: () => void): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  const syncUnlessInTransaction = () => {
    if (!connection.isTransaction) sync();
  };
  return {
    close: () => connection.close(),
    prepare(text) {
      const known = prepared.get(text);
      if (known !== undefined) return known;
      const statement = connection.prepare(text);
      const adapted: SqliteStatement = {
        reader: statement.columns().length > 0,
        all(parameters) {
          const rows = statement.all(...(parameters as SQLInputValue[]));
          if (!readsOnly.test(text)) syncUnlessInTransaction();
          return rows;
        },
        run(parameters) {
          const { changes, lastInsertRowid } = statement.run(...(parameters as SQLInputValue[]));
          syncUnlessInTransaction();
          return { changes, lastInsertRowid };
        },
        iterate: (parameters) =>
          statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
      };
      if (prepared.size >= PREPARED_STATEMENTS_MAX) prepared.clear();
      prepared.set(text, adapted);
      return adapted;
    },
  };
}
