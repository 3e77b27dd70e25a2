/** What executors printed stays for a while, and goes when it is old. */
import { closeSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  openExecutorOutput,
  removeOldApplications,
} from '../../../../engine/deploy/worker/work-directory.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

function leave(workDirectory: string, applicationId: string, modifiedS: number): void {
  const { directory, descriptors } = openExecutorOutput(workDirectory, applicationId, 0);
  descriptors.forEach(closeSync);
  for (const path of ['stdout', 'stderr', '', '..']) {
    utimesSync(join(directory, path), modifiedS, modifiedS);
  }
}

test('an executor has files for its output, which begin with its name', () => {
  const work = temporaryDirectory();
  const { directory, descriptors } = openExecutorOutput(work, 'app-1', 7);
  descriptors.forEach(closeSync);
  expect(directory).toBe(join(work, 'app-1', '7'));
  expect(readFileSync(join(directory, 'stdout'), 'utf8')).toBe('');
  expect(readFileSync(join(directory, 'stderr'), 'utf8')).toMatch(/^Executor 7 of .*app-1\n=+\n/);
});

test('only old directories of applications that do not run are removed', () => {
  const work = temporaryDirectory();
  for (const name of ['app-old', 'app-running', 'app-new', 'app-printing']) {
    leave(work, name, 1_000);
  }
  leave(work, 'app-new', 3_000);
  utimesSync(join(work, 'app-printing', '0', 'stdout'), 3_000, 3_000);
  mkdirSync(join(work, 'of-somebody'));
  const removed = removeOldApplications(work, new Set(['app-running']), 2_000_000);
  expect(removed).toEqual(['app-old']);
  expect(readdirSync(work).sort()).toEqual(
    ['app-new', 'app-printing', 'app-running', 'of-somebody'].sort(),
  );
  expect(existsSync(join(work, 'app-old'))).toBe(false);
});
