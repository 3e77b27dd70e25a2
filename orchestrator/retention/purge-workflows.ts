/** Removes workflow jobs that ended long ago, with everything below them. */
import type { Kysely } from 'kysely';
import type { DatabaseSchema } from '../store/database-schema.ts';
import { removeJobFiles } from './remove-job-files.ts';
import {
  findDescendants,
  findExpiredRoots,
  isExpired,
  removeWorkflowRows,
} from './workflow-trees.ts';

export interface PurgeEnvironment {
  readonly database: Kysely<DatabaseSchema>;
  /** Holds a directory per job. */
  readonly jobsDirectory: string;
  /** Drops the jobs from memory, so that nobody writes them again. */
  forget(jobIds: readonly string[]): void;
}

/**
 * Jobs of coordinators are left to their coordinator. A tree with a living or younger job in it
 * stays whole, as in Oozie.
 *
 * @returns how many jobs were removed
 */
export async function purgeWorkflows(
  environment: PurgeEnvironment,
  beforeMs: number,
  batchMax: number,
): Promise<number> {
  const { database } = environment;
  let removed = 0;
  for (let after = ''; ; ) {
    const roots = await findExpiredRoots(database, beforeMs, batchMax, after);
    const ids = roots.map(({ id }) => id);
    removed += await removeWorkflowTrees(environment, ids, beforeMs);
    const last = ids.at(-1);
    if (last === undefined || ids.length < batchMax) return removed;
    after = last;
  }
}

/**
 * Removes jobs together with their sub-workflows, unless one of these has to stay. Whoever owns
 * jobs (a coordinator's actions) removes them through this as well.
 *
 * @returns how many jobs were removed
 */
export async function removeWorkflowTrees(
  environment: PurgeEnvironment,
  rootIds: readonly string[],
  beforeMs: number,
): Promise<number> {
  const { database, jobsDirectory, forget } = environment;
  const descendants = await findDescendants(database, rootIds);
  const leaving: string[] = [];
  for (const [root, below] of descendants) {
    // Children before parents: what a crash leaves is still found below its parent.
    if (isExpired(below, beforeMs)) leaving.push(...below.map(({ id }) => id).reverse(), root);
  }
  forget(leaving);
  await removeJobFiles(jobsDirectory, leaving);
  await removeWorkflowRows(database, leaving);
  return leaving.length;
}
