/**
 * The lines of all parts of a `.bz2` file are those of the whole, each once and in order, wherever
 * it is cut. The files were made by Python's bz2 at level 1, whose blocks hold 99,981 bytes:
 * `varied` has lines of many lengths, one of them longer than three blocks; in `aligned` every block
 * begins with a line; `streams` is several files in one, the first and the last of nothing.
 * `spark-partitions.json` says how many lines Spark 4 gives to each partition of `textFile`.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listSplits } from '../../../engine/context/list-input-files.ts';
import { newTaskMetrics } from '../../../engine/executor/task-metrics.ts';
import { textLines } from '../../../engine/executor/text-lines.ts';
import { decompressed } from '../../../engine/rdd/compression-codec.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

function fixture(name: string, extension = '.bz2'): string {
  return fileURLToPath(new URL(`../../fixture/engine/bzip2/${name}${extension}`, import.meta.url));
}

function linesOf(path: string, start: number, length: number): string[] {
  const cleanUps: (() => void)[] = [];
  const unused = () => {
    throw new Error('bzip2 is decompressed where it is read');
  };
  const lines: string[] = [];
  const source = textLines(
    { path, start, length },
    {
      ask: unused,
      tell: unused,
      cleanUps,
      memory: { part: () => 1 << 20 },
      metrics: newTaskMetrics(),
    },
  );
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    lines.push(...(batch as string[]));
  }
  for (const cleanUp of cleanUps) cleanUp();
  return lines;
}

function wholeLines(path: string): string[] {
  const lines = decompressed(path, readFileSync(path))
    .toString()
    .split(/\r\n|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function partsAt(path: string, cuts: readonly number[]): string[][] {
  const size = statSync(path).size;
  const places = [0, ...[...new Set(cuts)].sort((left, right) => left - right), size];
  return places
    .slice(0, -1)
    .map((start, index) => linesOf(path, start, (places[index + 1] as number) - start));
}

const names = ['varied', 'aligned', 'streams'] as const;

test.each(names)('%s, cut anywhere', (name) => {
  const path = fixture(name);
  const size = statSync(path).size;
  const whole = wholeLines(path);
  expect(linesOf(path, 0, size)).toEqual(whole);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: size - 1 }), { maxLength: 6 }), (cuts) => {
      expect(partsAt(path, cuts).flat()).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

const recorded = JSON.parse(readFileSync(fixture('spark-partitions', '.json'), 'utf8')) as Record<
  string,
  Record<string, number[]>
>;

test.each(names)('%s has the partitions that Spark makes of it', (name) => {
  const path = fixture(name);
  const counts = Object.keys(recorded[name] ?? {}).map((partitions) => [
    partitions,
    listSplits(path, Number(partitions)).map(
      ({ start, length }) => linesOf(path, start, length).length,
    ),
  ]);
  expect(Object.fromEntries(counts)).toEqual(recorded[name]);
});

test('blocks that begin with a line share their lines out', () => {
  const path = fixture('aligned');
  const size = statSync(path).size;
  const parts = partsAt(path, [size >> 2, size >> 1, (3 * size) >> 2]);
  expect(parts.flat()).toEqual(wholeLines(path));
  expect(parts.every((lines) => lines.length > 500)).toBe(true);
});

test('parts without a block, and the first bytes of a file, have no line or those of the block', () => {
  const path = fixture('varied');
  const first = linesOf(path, 0, 1);
  expect(first[0]).toBe('line 0 ');
  expect(linesOf(path, 1, 3)).toEqual([]);
  expect(linesOf(path, 4, 4)).toEqual([]);
  const whole = wholeLines(path);
  expect([...first, ...linesOf(path, 1, statSync(path).size)]).toEqual(whole);
});

test('a file of nothing', () => {
  const path = join(temporaryDirectory(), 'none.bz2');
  writeFileSync(path, '');
  expect(linesOf(path, 0, 0)).toEqual([]);
});

test('a block that is damaged fails the part that reads it', () => {
  const bytes = readFileSync(fixture('varied'));
  const place = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 0x10, place);
  const path = join(temporaryDirectory(), 'damaged.bz2');
  writeFileSync(path, bytes);
  expect(() => partsAt(path, [place >> 1])).toThrow(
    `${path} is damaged and cannot be decompressed: `,
  );
});
