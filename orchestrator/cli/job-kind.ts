/** What kind of job an id names: its last letter says so, as in Oozie. */
import type { DefinitionKind } from '../definition/definition-kind.ts';

export function jobKindOf(id: string): DefinitionKind {
  if (/-B$/.test(id)) return 'bundle';
  return /-C(@\d+)?$/.test(id) ? 'coordinator' : 'workflow';
}

/** Below `/api/v1`. */
export const collections: Readonly<Record<DefinitionKind, string>> = {
  workflow: 'jobs',
  coordinator: 'coordinators',
  bundle: 'bundles',
};

/** Where a job of any kind is found. */
export function jobPath(id: string): string {
  return `/${collections[jobKindOf(id)]}/${encodeURIComponent(id)}`;
}
