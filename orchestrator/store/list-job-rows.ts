/**
 * Lists jobs of any kind for people and programs: one page of those that match, newest first, and
 * how many match in all. Filters go through indexed columns.
 */
import { type Kysely, type RawBuilder, SqliteAdapter, sql } from 'kysely';
import type { DatabaseSchema } from './database-schema.ts';

type Database = Kysely<DatabaseSchema>;

/** Values of one property are alternatives; the properties all have to match. */
export interface JobRowsFilter {
  readonly ids?: readonly string[] | undefined;
  readonly names?: readonly string[] | undefined;
  readonly users?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  /** Part of the name or user, or the whole id. */
  readonly text?: string | undefined;
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
  readonly sortBy?: 'createdTime' | 'lastModifiedTime' | undefined;
}

/** A kind of jobs: its table, and what is read of it for a list. */
export interface ListedTable {
  readonly name: 'workflow_jobs' | 'coordinator_jobs' | 'bundle_jobs';
  /** Columns that a list shows: long texts that nobody sees there are not read. All by default. */
  readonly columns: readonly string[] | undefined;
}

/** Further columns of a kind of jobs, with the values that match. */
export type Alternatives = Readonly<Record<string, readonly string[] | undefined>>;

export async function listJobRows<Row>(
  database: Database,
  table: ListedTable,
  filter: JobRowsFilter,
  more: Alternatives,
  page: { readonly offset: number; readonly length: number },
): Promise<{ jobs: Row[]; total: number }> {
  const from = sql`from ${sql.table(table.name)} ${whereClause(filter, more)}`;
  const order = sql.ref(filter.sortBy === 'lastModifiedTime' ? 'modified_ms' : 'created_ms');
  const columns = table.columns === undefined ? sql`*` : sql.join(table.columns.map(sql.ref));
  const { rows } = await sql<Row>`select ${columns} ${from}
    order by ${order} desc, ${tieBreaker(database)} desc
    limit ${page.length} offset ${page.offset - 1}`.execute(database);
  const isWhole = page.offset === 1 && rows.length < page.length;
  return { jobs: rows, total: isWhole ? rows.length : await count(database, from) };
}

/**
 * What sorts jobs of one moment, the newest first. SQLite's row numbers are part of every index, so
 * that rows before the page are passed over without being read.
 */
function tieBreaker(database: Database): RawBuilder<unknown> {
  return database.getExecutor().adapter instanceof SqliteAdapter ? sql`rowid` : sql`id`;
}

async function count(database: Database, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total ${from}`.execute(database);
  return Number(rows[0]?.total);
}

function whereClause(filter: JobRowsFilter, more: Alternatives): RawBuilder<unknown> {
  const { ids, names, users, statuses, text, createdFromMs, createdToMs } = filter;
  const columns = { id: ids, app_name: names, user_name: users, status: statuses, ...more };
  const conditions: RawBuilder<unknown>[] = [];
  for (const [column, values] of Object.entries(columns)) {
    if (values !== undefined) conditions.push(isOneOf(column, values));
  }
  if (createdFromMs !== undefined) conditions.push(sql`created_ms >= ${createdFromMs}`);
  if (createdToMs !== undefined) conditions.push(sql`created_ms <= ${createdToMs}`);
  if (text !== undefined) conditions.push(containing(text));
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
}

/** One value is compared by itself: then an index that begins with the column also sorts. */
function isOneOf(column: string, values: readonly string[]): RawBuilder<unknown> {
  if (values.length === 0) return sql`1 = 0`;
  if (values.length === 1) return sql`${sql.ref(column)} = ${values[0]}`;
  return sql`${sql.ref(column)} in (${sql.join(values)})`;
}

function containing(text: string): RawBuilder<unknown> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`(id = ${text} or app_name like ${pattern} escape '\\'
    or user_name like ${pattern} escape '\\')`;
}
