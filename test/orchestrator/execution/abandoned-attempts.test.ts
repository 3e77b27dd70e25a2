/** Directories of attempts that a dead server with another data directory has left. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AbandonedAttempts } from '../../../orchestrator/execution/abandoned-attempts.ts';
import { openSqliteStore } from '../../../orchestrator/store/sqlite-store.ts';
import type { Store } from '../../../orchestrator/store/store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const ATTEMPT = 'jobs/job/node@0-1';

let store: Store;
let own: string;
let theirs: string;
let abandoned: AbandonedAttempts;

beforeEach(async () => {
  [own, theirs] = [temporaryDirectory(), temporaryDirectory()];
  store = await openSqliteStore(join(temporaryDirectory(), 'howdah.db'));
  abandoned = new AbandonedAttempts({ store, server: { id: 'me.boot', dataDirectory: own } });
});

afterEach(() => store.close());

async function addServer(id: string, directory: string): Promise<void> {
  const row = { id, url: '', identity: '{}', data_directory: directory, lease_until_ms: 0 };
  await store.database.insertInto('servers').values(row).execute();
}

function leaveAttempt(): void {
  mkdirSync(join(theirs, ATTEMPT), { recursive: true });
  writeFileSync(join(theirs, ATTEMPT, 'record'), 'pid');
}

test('what the other server has left is found here from then on', async () => {
  await addServer('dead.boot', theirs);
  leaveAttempt();
  expect(await abandoned.adopt('dead.boot', join(own, ATTEMPT))).toBe(true);
  expect(readFileSync(join(own, ATTEMPT, 'record'), 'utf8')).toBe('pid');
  expect(await abandoned.adopt('dead.boot', join(own, ATTEMPT))).toBe(true);
});

test('an attempt that the other server has not begun has nothing to be found', async () => {
  await addServer('dead.boot', theirs);
  expect(await abandoned.adopt('dead.boot', join(own, ATTEMPT))).toBe(true);
  expect(() => readFileSync(join(own, ATTEMPT, 'record'))).toThrow('ENOENT');
});

test('nobody knows of attempts in a directory that cannot be reached', async () => {
  await addServer('dead.boot', join(theirs, 'gone'));
  expect(await abandoned.adopt('dead.boot', join(own, ATTEMPT))).toBe(false);
});

test.each(['unlisted.boot', 'other.machine', 'before.boot', undefined])(
  'nothing is linked for an attempt of %s',
  async (owner) => {
    await addServer('other.machine', theirs);
    await addServer('before.boot', own);
    leaveAttempt();
    expect(await abandoned.adopt(owner, join(own, ATTEMPT))).toBe(true);
    expect(() => readFileSync(join(own, ATTEMPT, 'record'))).toThrow('ENOENT');
  },
);
