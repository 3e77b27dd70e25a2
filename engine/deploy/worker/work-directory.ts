/** A worker's directories of applications: what their executors printed, for a while. */
import { mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const DIRECTORY_MODE = 0o700;

export interface ExecutorOutput {
  readonly directory: string;
  /** File descriptors of `stdout` and `stderr`. */
  readonly descriptors: readonly [number, number];
}

/** `<work directory>/<application>/<executor>/{stdout,stderr}`, as Spark's workers lay them out. */
export function openExecutorOutput(
  workDirectory: string,
  applicationId: string,
  executorId: number,
): ExecutorOutput {
  const directory = join(workDirectory, applicationId, String(executorId));
  mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  const stdout = openSync(join(directory, 'stdout'), 'a');
  const stderr = openSync(join(directory, 'stderr'), 'a');
  const rule = '='.repeat(40);
  writeSync(stderr, `Executor ${executorId} of application ${applicationId}\n${rule}\n\n`);
  return { directory, descriptors: [stdout, stderr] };
}

/**
 * Removes what applications left that do not run here any more and have written nothing for a while
 * (`spark.worker.cleanup.appDataTtl`).
 */
export function removeOldApplications(
  workDirectory: string,
  running: ReadonlySet<string>,
  oldestMs: number,
): string[] {
  const removed: string[] = [];
  for (const applicationId of readdirSync(workDirectory)) {
    const directory = join(workDirectory, applicationId);
    if (applicationId.startsWith('app-') && !running.has(applicationId)) {
      const newestMs = Math.max(...changesWithin(directory));
      if (newestMs < oldestMs) {
        rmSync(directory, { recursive: true, force: true });
        removed.push(applicationId);
      }
    }
  }
  return removed;
}

function changesWithin(directory: string): number[] {
  const below = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return ['', ...below].map(
    (path) => statSync(join(directory, path), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
}
