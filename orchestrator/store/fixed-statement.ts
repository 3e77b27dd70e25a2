/**
 * Statements whose text never changes: put together once for each database. Building a query and
 * writing it as text takes longer than SQLite needs to answer it.
 */
import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { DatabaseSchema } from './database-schema.ts';

type Database = Kysely<DatabaseSchema>;

/** Stands where a parameter will, in queries that are written once. */
export const PARAMETER = '';

/**
 * @param write builds the query; each value in it must be `PARAMETER`
 * @returns runs it with these parameters, in the order in which they stand in its text
 */
export function fixedStatement<Row>(
  write: (database: Database) => Compilable<Row>,
): (database: Database, ...parameters: readonly (string | number)[]) => Promise<Row[]> {
  const compiled = new WeakMap<Database, CompiledQuery<Row>>();
  return async (database, ...parameters) => {
    let query = compiled.get(database);
    if (query === undefined) {
      query = write(database).compile();
      compiled.set(database, query);
    }
    return (await database.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
