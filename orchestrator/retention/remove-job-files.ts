/** Removes what jobs have left in the data directory. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { DatabaseSchema } from '../store/database-schema.ts';
import { findUnknownWorkflows } from './workflow-trees.ts';

/** A younger directory may be that of a job whose row is on its way. */
const ABANDONED_AGE_MS = 3_600_000;

/** @throws NodeJS.ErrnoException */
export async function removeJobFiles(
  jobsDirectory: string,
  jobIds: readonly string[],
): Promise<void> {
  for (const id of jobIds) await rm(join(jobsDirectory, id), { recursive: true, force: true });
}

/**
 * Removes directories of jobs that the store does not know any more: another server, or one that
 * died in between, has removed their rows.
 *
 * @returns how many
 */
export async function removeAbandonedFiles(
  jobsDirectory: string,
  database: Kysely<DatabaseSchema>,
  nowMs: number,
): Promise<number> {
  const unknown = await findUnknownWorkflows(database, await namesIn(jobsDirectory));
  let removed = 0;
  for (const id of unknown) {
    const path = join(jobsDirectory, id);
    const { mtimeMs } = await stat(path);
    if (nowMs - mtimeMs < ABANDONED_AGE_MS) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
