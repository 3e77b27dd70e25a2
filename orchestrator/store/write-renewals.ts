/** What a rerun does to rows besides changing them, as statements of both databases. */
import type { Renewals } from './store.ts';
import { tableColumns } from './table-columns.ts';

export interface RenewalStatement {
  readonly text: string;
  readonly values: readonly (string | number | null)[];
}

/** @param placeholder of the parameter with that index, which counts from 0 */
export function renewalStatements(
  renewals: Renewals | undefined,
  placeholder: (index: number) => string,
): RenewalStatement[] {
  if (renewals === undefined) return [];
  const { fixed } = tableColumns.workflow_jobs;
  const assignments = fixed.map((column, index) => `${column} = ${placeholder(index)}`).join(', ');
  return [
    ...renewals.removedActionIds.map((id) => ({
      text: `delete from workflow_actions where id = ${placeholder(0)}`,
      values: [id],
    })),
    ...renewals.jobs.map((job) => ({
      text: `update workflow_jobs set ${assignments} where id = ${placeholder(fixed.length)}`,
      values: [...fixed.map((column) => job[column]), job.id],
    })),
  ];
}
