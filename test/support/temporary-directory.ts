/** Directories of a test file, removed when the file's tests are over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';

const created = new Set<string>();

/**
 * A fresh empty directory with a short absolute path (Unix sockets fit in it). It is removed after
 * the last test of the importing file, and with the whole run's directory should that fail.
 */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(inject('runDirectory'), 'd'));
  created.add(directory);
  return directory;
}

// Registered while the test file is collected, before its own hooks: it therefore runs last.
afterAll(() => {
  for (const directory of created) {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
  created.clear();
});
