/** Shuffle files: what reducers read is what was written, or a fetch failure. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newShuffleReadMetrics } from '../../../engine/executor/task-metrics.ts';
import { BlockReader } from '../../../engine/shuffle/block-reader.ts';
import { FetchFailedError, type MapOutput } from '../../../engine/shuffle/map-output.ts';
import { MapOutputWriter } from '../../../engine/shuffle/map-output-writer.ts';
import { mapOutputFiles } from '../../../engine/shuffle/shuffle-file.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const shuffleId = 3;
let nextTaskId = 0;

interface Chunk {
  readonly partition: number;
  readonly keys: unknown[];
}

function write(directory: string, partitionCount: number, chunks: readonly Chunk[]): MapOutput {
  const mapTaskId = nextTaskId++;
  const files = mapOutputFiles(directory, shuffleId, mapTaskId);
  const writer = new MapOutputWriter(files, partitionCount);
  for (const { partition, keys } of chunks) {
    writer.append(partition, [keys, keys.map((_, index) => index)]);
  }
  writer.commit();
  return { mapIndex: 0, mapTaskId, executorId: '1', directory };
}

function read(output: MapOutput, reduceId: number): unknown[] {
  const keys: unknown[] = [];
  const metrics = newShuffleReadMetrics();
  for (const { places } of new BlockReader().read(shuffleId, reduceId, [output], metrics)) {
    for (const key of places[0] as unknown[]) {
      keys.push(key);
    }
  }
  expect(metrics.recordsRead).toBe(keys.length);
  return keys;
}

/** Undefined for a fetch failure; any other error is thrown. */
function readOrFail(output: MapOutput, reduceId: number): unknown[] | undefined {
  try {
    return read(output, reduceId);
  } catch (error) {
    if (error instanceof FetchFailedError) {
      return undefined;
    }
    throw error;
  }
}

test('each reducer reads its rows in the order in which they were written', () => {
  const directory = temporaryDirectory();
  const chunks = fc.array(
    fc.record({
      partition: fc.nat({ max: 4 }),
      keys: fc.array(fc.oneof(fc.integer(), fc.string())),
    }),
  );
  fc.assert(
    fc.property(chunks, (all) => {
      const output = write(directory, 5, all);
      for (let partition = 0; partition < 5; partition += 1) {
        const expected = all.filter((chunk) => chunk.partition === partition);
        expect(read(output, partition)).toEqual(expected.flatMap(({ keys }) => keys));
      }
    }),
    { numRuns: 50 },
  );
});

test('outputs of several runs and blocks read in pieces are whole', () => {
  const directory = temporaryDirectory();
  const large = Array.from({ length: 200_000 }, (_, index) => `row ${index} ${'x'.repeat(40)}`);
  const chunks = Array.from({ length: 6 }, (_, index) => ({ partition: index % 2, keys: large }));
  const output = write(directory, 2, chunks);
  for (const partition of [0, 1]) {
    const keys = read(output, partition);
    expect(keys.length).toBe(600_000);
    expect(keys.slice(200_000, 400_000)).toEqual(large);
  }
});

test.each<[string, (file: string) => void]>([
  ['missing', (file) => rmSync(file)],
  ['truncated', (file) => truncateSync(file, 20)],
  [
    'changed',
    (file) => {
      const bytes = readFileSync(file);
      const last = bytes.length - 9;
      bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
      writeFileSync(file, bytes);
    },
  ],
  ['emptied', (file) => writeFileSync(file, '')],
])('a data file that is %s is a fetch failure', (_what, damage) => {
  const directory = temporaryDirectory();
  const output = write(directory, 1, [{ partition: 0, keys: [1, 2, 3] }]);
  damage(mapOutputFiles(directory, shuffleId, output.mapTaskId).dataFile);
  expect(() => read(output, 0)).toThrow(FetchFailedError);
});

test('a missing or short index is one too', () => {
  const directory = temporaryDirectory();
  const output = write(directory, 1, [{ partition: 0, keys: [1, 2, 3] }]);
  const { indexFile } = mapOutputFiles(directory, shuffleId, output.mapTaskId);
  truncateSync(indexFile, 8);
  expect(() => read(output, 0)).toThrow(FetchFailedError);
  rmSync(indexFile);
  expect(() => read(output, 0)).toThrow(FetchFailedError);
});

test('a bit that flips anywhere in either file never changes the rows', () => {
  const directory = temporaryDirectory();
  const written = fc.array(
    fc.record({
      partition: fc.nat({ max: 3 }),
      keys: fc.array(fc.oneof(fc.nat({ max: 9 }), fc.string({ maxLength: 3 })), { minLength: 1 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const place = fc.tuple(fc.constantFrom('dataFile', 'indexFile'), fc.nat(), fc.nat({ max: 7 }));
  fc.assert(
    fc.property(written, place, (chunks, [which, at, bit]) => {
      const output = write(directory, 4, chunks);
      const file = mapOutputFiles(directory, shuffleId, output.mapTaskId)[
        which as 'dataFile' | 'indexFile'
      ];
      const bytes = readFileSync(file);
      bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ (1 << bit), at % bytes.length);
      writeFileSync(file, bytes);
      for (let partition = 0; partition < 4; partition += 1) {
        const expected = chunks.filter((chunk) => chunk.partition === partition);
        const rows = readOrFail(output, partition);
        expect(rows ?? 'a fetch failure').toEqual(
          rows === undefined ? 'a fetch failure' : expected.flatMap(({ keys }) => keys),
        );
      }
    }),
    { numRuns: 400 },
  );
});

test('a file that is cut anywhere never lacks rows', () => {
  const directory = temporaryDirectory();
  const keys = [1, 2, 3, 'four'];
  const chunks = [0, 1, 0, 1].map((partition) => ({ partition, keys }));
  for (const which of ['dataFile', 'indexFile'] as const) {
    const size = readFileSync(
      mapOutputFiles(directory, shuffleId, write(directory, 2, chunks).mapTaskId)[which],
    ).length;
    for (let kept = 0; kept < size; kept += 1) {
      const output = write(directory, 2, chunks);
      truncateSync(mapOutputFiles(directory, shuffleId, output.mapTaskId)[which], kept);
      const rows = readOrFail(output, 1);
      expect(rows ?? [...keys, ...keys]).toEqual([...keys, ...keys]);
      expect(which === 'indexFile' ? rows : undefined).toBeUndefined();
    }
  }
});
