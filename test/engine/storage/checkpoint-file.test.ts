/** Checkpoint files give back their rows, or fail: never a part of them. */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkpointFile,
  readCheckpoint,
  writeCheckpoint,
} from '../../../engine/storage/checkpoint-file.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const batches = fc.array(fc.array(fc.oneof(fc.integer(), fc.string()), { minLength: 1 }));

test('what was written comes back in order', () => {
  const directory = temporaryDirectory();
  fc.assert(
    fc.property(batches, fc.nat({ max: 3 }), (rows, partition) => {
      const sizeBytes = writeCheckpoint(rows, directory, partition, 1);
      const path = checkpointFile(directory, partition);
      expect(readFileSync(path).length).toBe(sizeBytes);
      expect([...readCheckpoint(path)].flat()).toEqual(rows.flat());
    }),
    { numRuns: 30 },
  );
  expect(readdirSync(directory).every((name) => /^part-0000[0-3]$/.test(name))).toBe(true);
});

test('a file that lost its end, or a byte of it, is never read as whole', () => {
  const directory = temporaryDirectory();
  const rows = [[1, 2, 3], ['a', 'b'], [4.5]];
  const sizeBytes = writeCheckpoint(rows, directory, 0, 1);
  const path = checkpointFile(directory, 0);
  const whole = readFileSync(path);
  for (let size = 0; size < sizeBytes; size += 1) {
    truncateSync(path, size);
    expect(() => [...readCheckpoint(path)]).toThrow();
    writeFileSync(path, whole);
  }
  for (let at = 0; at < sizeBytes; at += 1) {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0x10, at);
    writeFileSync(path, damaged);
    let found: unknown[] | undefined;
    try {
      found = [...readCheckpoint(path)].flat();
    } catch {
      continue;
    }
    // Padding and reserved bytes carry nothing.
    expect(found).toEqual(rows.flat());
  }
});

test('an attempt that fails leaves nothing', () => {
  const directory = temporaryDirectory();
  function* failing() {
    yield [1];
    throw new Error('no more');
  }
  expect(() => writeCheckpoint(failing(), directory, 0, 7)).toThrow('no more');
  expect(readdirSync(directory)).toEqual([]);
});
