/** Puts many finished jobs into the store of a stopped server: copies of one that ran there. */
import { DatabaseSync } from 'node:sqlite';

/** Users and apps that the jobs are spread over, so that filters find few of them. */
const USERS = 20;
const APPS = 200;

/** The pieces of an id: its number, and what is behind. */
const NUMBER_DIGITS = 7;

export interface FilledStore {
  readonly ids: readonly string[];
  readonly appNames: readonly string[];
}

/**
 * @param path of the database
 * @param jobId the job that is copied, with its actions
 */
export function fillStore(path: string, jobId: string, count: number): FilledStore {
  const database = new DatabaseSync(path);
  // Other ids than those that the server will make.
  const suffix = jobId.slice(NUMBER_DIGITS).replace(/-W$/, 'c-W');
  const copyJob = copyOf(database, 'workflow_jobs', {
    id: `printf('%07d', n) || '${suffix}'`,
    app_name: `'app-' || (n % ${APPS})`,
    user_name: `'user-' || (n % ${USERS})`,
    status: "case when n % 10 = 0 then 'KILLED' else 'SUCCEEDED' end",
    created_ms: 'created_ms - n * 1000',
    modified_ms: 'modified_ms - n * 1000',
  });
  const copyActions = copyOf(database, 'workflow_actions', {
    id: `printf('%07d', n) || '${suffix}@' || name`,
    job_id: `printf('%07d', n) || '${suffix}'`,
  });
  const numbers =
    'with recursive numbers(n) as ' +
    `(select 1 union all select n + 1 from numbers where n < ${count})`;
  database.exec('begin');
  database.prepare(`${copyJob.replace('NUMBERS', numbers)} where id = ?`).run(jobId);
  database.prepare(`${copyActions.replace('NUMBERS', numbers)} where job_id = ?`).run(jobId);
  database.exec('commit; pragma wal_checkpoint(truncate); analyze');
  database.close();
  return {
    ids: Array.from(
      { length: count },
      (_, at) => `${String(at + 1).padStart(NUMBER_DIGITS, '0')}${suffix}`,
    ),
    appNames: Array.from({ length: APPS }, (_, at) => `app-${at}`),
  };
}

/** A statement that copies rows once a number, some columns changed. */
function copyOf(
  database: DatabaseSync,
  table: string,
  changed: Readonly<Record<string, string>>,
): string {
  const columns = database.prepare(`select name from pragma_table_info('${table}')`).all() as {
    name: string;
  }[];
  const names = columns.map(({ name }) => name);
  const values = names.map((name) => changed[name] ?? name);
  return (
    `insert into ${table} (${names.join(', ')}) NUMBERS ` +
    `select ${values.join(', ')} from ${table}, numbers`
  );
}
