/** Ownership of the data directory among real processes, and what may be wrong with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  type DataDirectory,
  openDataDirectory,
} from '../../../orchestrator/data-directory/data-directory.ts';
import {
  attemptDirectory,
  layoutOf,
} from '../../../orchestrator/data-directory/data-directory-layout.ts';
import { livingServer } from '../../../orchestrator/data-directory/server-record.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

function open(path: string): DataDirectory {
  const directory = openDataDirectory(path);
  onTestFinished(() => directory.close());
  return directory;
}

/** Starts a process that takes the directory; resolves with what it said. */
async function holder(path: string): Promise<{ child: ChildProcess; said: string }> {
  const script = join(import.meta.dirname, 'hold-data-directory.ts');
  const child = spawn(process.execPath, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

test('creates the directory with its parents, for its user alone', () => {
  const root = join(temporaryDirectory(), 'deep', 'data');
  const { layout, predecessor } = open(root);
  expect(layout.root).toBe(root);
  expect(statSync(root).mode & 0o777).toBe(0o700);
  expect(existsSync(layout.jobsDirectory)).toBe(true);
  expect(existsSync(layout.logsDirectory)).toBe(true);
  expect(predecessor).toBeUndefined();
});

test('the living server is found by its record, and no more once it closed', () => {
  const root = temporaryDirectory();
  const directory = openDataDirectory(root);
  const { serverRecordPath } = directory.layout;
  expect(livingServer(serverRecordPath)?.url).toBeUndefined();
  directory.publish('http://127.0.0.1:11000');
  expect(livingServer(serverRecordPath)).toMatchObject({
    url: 'http://127.0.0.1:11000',
    identity: { pid: process.pid },
  });
  directory.close();
  expect(livingServer(serverRecordPath)).toBeUndefined();
});

test('a second server of the same process is refused', () => {
  const root = temporaryDirectory();
  open(root);
  expect(() => openDataDirectory(root)).toThrow(
    expect.objectContaining({
      code: 'HOWDAH_DATA_DIRECTORY_LOCKED',
      message: expect.stringContaining(`${root} is in use by the server with process id`),
      mend: expect.stringContaining('--data-dir'),
    }),
  );
});

test('another process is refused while a server lives and welcome once it is killed', async () => {
  const root = temporaryDirectory();
  const { child, said } = await holder(root);
  expect(said).toBe('taken');
  expect(() => openDataDirectory(root)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(`process id ${child.pid}`) }),
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  const directory = open(root);
  expect(directory.predecessor).toMatchObject({
    identity: { pid: child.pid },
    url: 'http://127.0.0.1:1',
  });
});

test('a server that closed in order is no predecessor', async () => {
  const root = temporaryDirectory();
  const { child } = await holder(root);
  child.stdin?.end();
  await once(child, 'exit');
  expect(open(root).predecessor).toBeUndefined();
});

test('of many that want it at once, exactly one has it', async () => {
  const root = temporaryDirectory();
  const holders = await Promise.all(Array.from({ length: 4 }, () => holder(root)));
  const winners = holders.filter(({ said }) => said === 'taken');
  expect(winners).toHaveLength(1);
  const losers = holders.filter(({ said }) => said.startsWith('HOWDAH_DATA_DIRECTORY_LOCKED'));
  expect(losers).toHaveLength(3);
});

test.each([
  ['a file', (path: string) => writeFileSync(path, ''), 'EEXIST'],
  ['below a file', (path: string) => writeFileSync(join(path, '..', 'file'), ''), 'ENOTDIR'],
])('says so when it is %s', (kind, prepare, problem) => {
  const parent = temporaryDirectory();
  prepare(join(parent, 'data'));
  const path = kind === 'below a file' ? join(parent, 'file', 'data') : join(parent, 'data');
  expect(() => openDataDirectory(path)).toThrow(
    expect.objectContaining({
      code: 'HOWDAH_DATA_DIRECTORY_UNUSABLE',
      message: expect.stringMatching(`${path}.*${problem}`),
    }),
  );
});

test.skipIf(process.getuid?.() === 0)('says so when it must not be written to', () => {
  const root = join(temporaryDirectory(), 'data');
  mkdirSync(root);
  chmodSync(root, 0o500);
  expect(() => openDataDirectory(root)).toThrow(
    expect.objectContaining({ code: 'HOWDAH_DATA_DIRECTORY_UNUSABLE' }),
  );
});

test.runIf(existsSync('/dev/full'))('says so when the disk is full, and lets go of it', () => {
  const root = temporaryDirectory();
  const unfinished = `${layoutOf(root).serverRecordPath}.new`;
  symlinkSync('/dev/full', unfinished);
  expect(() => openDataDirectory(root)).toThrow(
    expect.objectContaining({ code: 'HOWDAH_DISK_FULL', mend: expect.stringContaining('space') }),
  );
  rmSync(unfinished);
  expect(open(root).layout.root).toBe(root);
});

test('an attempt has a directory of its own, and names cannot lead out of it', () => {
  const layout = layoutOf(temporaryDirectory());
  const path = attemptDirectory(layout, '0000001-W', 'count', 0, 2);
  expect(path).toBe(join(layout.root, 'jobs', '0000001-W', 'count@0-2'));
  for (const name of ['..', '.', '', 'a/b', 'a\0b']) {
    expect(() => attemptDirectory(layout, '0000001-W', name, 0, 1)).toThrow(RangeError);
    expect(() => attemptDirectory(layout, name, 'count', 0, 1)).toThrow(RangeError);
  }
});
