/** Finds definitions that no job refers to any more. */
import type { Kysely } from 'kysely';
import type { DatabaseSchema } from '../store/database-schema.ts';

type Database = Kysely<DatabaseSchema>;

/** Rows that are looked at in one statement, during which a server does nothing else. */
const ROWS_MAX = 2_000;

/** Where hashes of definitions stand; the columns of one table in one look. */
const references = [
  { table: 'bundle_jobs', columns: ['definition_hash'] },
  { table: 'coordinator_jobs', columns: ['definition_hash', 'conf_hash'] },
  { table: 'workflow_jobs', columns: ['definition_hash'] },
  { table: 'coordinator_actions', columns: ['conf_hash'] },
] as const;

/**
 * The newest jobs are looked at first: most definitions are found in use by them, and the search is
 * over with the last one. Whole tables are gone through only where something is to be removed,
 * which spares every submission an index.
 *
 * @returns hashes
 */
export async function findUnusedDefinitions(database: Database): Promise<string[]> {
  const rows = await database.selectFrom('definitions').select('hash').execute();
  const unused = new Set(rows.map(({ hash }) => hash));
  for (const reference of references) await passOver(database, reference, unused);
  return [...unused];
}

/** Takes those that the table refers to out of the set. */
async function passOver(
  database: Database,
  { table, columns }: (typeof references)[number],
  unused: Set<string>,
): Promise<void> {
  const { ref } = database.dynamic;
  let before: string | undefined;
  while (unused.size > 0) {
    const rows = (await database
      .selectFrom(table)
      .select(['id', ...columns.map((column) => ref<string>(column))])
      .$if(before !== undefined, (query) => query.where('id', '<', before as string))
      .orderBy('id', 'desc')
      .limit(ROWS_MAX)
      .execute()) as unknown as Readonly<Record<string, string>>[];
    for (const row of rows) for (const column of columns) unused.delete(row[column] ?? '');
    if (rows.length < ROWS_MAX) return;
    before = rows.at(-1)?.id;
  }
}
