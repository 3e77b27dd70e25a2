/** Shuffle files that are damaged between stages, and a disk without space. */
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomNumbers } from '../../engine/executor/random.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type Progress, runWithFaults } from './faulty-run.ts';

/** Data and index files of the first shuffle, of all executors. */
function shuffleFiles(directory: string, extension: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /shuffle_0_\d+_0\.\w+$/.test(name) && name.endsWith(extension))
    .map((name) => join(directory, name))
    .sort();
}

/** The application waits before its last stages, when its first shuffle is written. */
async function damaged(
  extension: string,
  damage: (file: string) => void,
  properties: Readonly<Record<string, string>> = {},
) {
  const gate = join(temporaryDirectory(), 'gate');
  return runWithFaults({
    application: 'three-shuffles',
    arguments: [gate],
    properties,
    isTime: ({ directory }) => shuffleFiles(directory, '.index').length === 8,
    harm: ({ directory }: Progress) => {
      damage(shuffleFiles(directory, extension)[3] as string);
      writeFileSync(gate, '');
    },
  });
}

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 0x40, middle);
  writeFileSync(file, bytes);
}

test.each<[string, string, (file: string) => void]>([
  ['a data file that is cut', '.data', (file) => truncateSync(file, 1_000)],
  ['a data file that is emptied', '.data', (file) => truncateSync(file, 0)],
  ['a data file with another byte', '.data', flipByte],
  ['a data file that is gone', '.data', (file) => rmSync(file)],
  ['an index file that is cut', '.index', (file) => truncateSync(file, 8)],
  ['an index file that is gone', '.index', (file) => rmSync(file)],
])('%s costs its map task, not the answer', async (_what, extension, damage) => {
  const { code, output, errors, leftovers } = await damaged(extension, damage);
  expect([code, output, errors, leftovers]).toEqual([0, 'exact\n', '', []]);
});

test('bits that flip at random places of random files cost map tasks, not the answer', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const random = randomNumbers(seed);
    const readsHostDisk = seed % 2 === 0;
    const outcome = await damaged(
      random() < 0.5 ? '.data' : '.index',
      (file) => {
        const bytes = readFileSync(file);
        const at = Math.floor(random() * bytes.length);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
        writeFileSync(file, bytes);
      },
      {
        'spark.shuffle.readHostLocalDisk': String(readsHostDisk),
        'spark.shuffle.io.retryWait': '20ms',
      },
    );
    const { code, output, errors, leftovers } = outcome;
    expect({ seed, code, output, errors, leftovers }).toEqual({
      seed,
      code: 0,
      output: 'exact\n',
      errors: '',
      leftovers: [],
    });
  }
});

const disk = mkdtempSync(join(tmpdir(), 'howdah-small-disk-'));
const isMounted = mountSmallDisk(disk);

test.skipIf(!isMounted)(
  'a full disk fails the job with its cause and the line of the action (needs root to mount)',
  async () => {
    onTestFinished(() => {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    });
    const outcome = await runWithFaults({
      application: 'larger-than-memory',
      arguments: ['group', '200000', '4'],
      directory: disk,
    });
    expect(outcome.code).toBe(1);
    expect(outcome.errors.split('\n')[0]).toMatch(/larger-than-memory\.ts:\d+:\d+: /);
    expect(outcome.errors).toContain('ENOSPC: no space left on device');
    expect(outcome.leftovers).toEqual([]);
  },
);

/** Only root may mount; elsewhere the test is skipped. */
function mountSmallDisk(path: string): boolean {
  try {
    const options = ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path];
    execFileSync('mount', options, { stdio: 'ignore' });
    return true;
  } catch {
    rmSync(path, { recursive: true });
    return false;
  }
}
