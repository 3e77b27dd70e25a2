/** RDDs of rows that the driver has, of numbers, and of files. */
import { readdirSync } from 'node:fs';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { JobRunner } from '../rdd/job-runner.ts';
import { localPath } from '../rdd/local-path.ts';
import { newRdd, type RDD, type Row } from '../rdd/rdd.ts';
import { rowsToBytes } from '../storage/row-bytes.ts';
import { groupFiles, listSplits } from './list-input-files.ts';

export function rddOfRows<T extends Row>(
  runner: JobRunner,
  rows: Iterable<T>,
  numSlices: number,
): RDD<T> {
  checkSlices(numSlices);
  const all = Array.isArray(rows) ? (rows as T[]) : Array.from(rows);
  const slices = Array.from({ length: numSlices }, (_, index) => {
    const start = Math.floor((index * all.length) / numSlices);
    const end = Math.floor(((index + 1) * all.length) / numSlices);
    return rowsToBytes(all.slice(start, end));
  });
  return newRdd(runner, {
    className: 'ParallelCollectionRDD',
    operation: 'parallelize',
    dependencies: [],
    partitionCount: () => numSlices,
    plan: (_inputs, rddId) => ({ kind: 'parallelize', rddId }),
    source: (partition) => slices[partition],
  });
}

export interface RangeOfNumbers {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export function rddOfRange(
  runner: JobRunner,
  { start, end, step }: RangeOfNumbers,
  numSlices: number,
): RDD<number> {
  if (step === 0) {
    throw new RangeError('step cannot be 0');
  }
  checkSlices(numSlices);
  const count = Math.max(0, Math.ceil((end - start) / step));
  return newRdd(runner, {
    className: 'MapPartitionsRDD',
    operation: 'range',
    dependencies: [],
    partitionCount: () => numSlices,
    plan: (_inputs, rddId) => ({
      kind: 'range',
      rddId,
      start,
      step,
      count,
      partitionCount: numSlices,
    }),
  });
}

export function rddOfLines(runner: JobRunner, path: string, minPartitions: number): RDD<string> {
  const splits = once(() => listSplits(path, minPartitions));
  return newRdd<string>(runner, {
    className: 'MapPartitionsRDD',
    operation: 'textFile',
    dependencies: [],
    partitionCount: () => splits().length,
    plan: (_inputs, rddId) => ({ kind: 'text-file', rddId }),
    source: (partition) => splits()[partition],
  }).setName(path);
}

/** Rows that a function of the engine makes of the paths of whole files. */
export function rddOfWholeFiles<T>(
  runner: JobRunner,
  path: string,
  minPartitions: number,
  library: 'readWholeText' | 'readWholeBytes',
): RDD<T> {
  const groups = once(() => groupFiles(path, minPartitions).map((files) => rowsToBytes(files)));
  const operation = library === 'readWholeText' ? 'wholeTextFiles' : 'binaryFiles';
  return newRdd<T>(runner, {
    className: 'WholeTextFileRDD',
    operation,
    dependencies: [],
    partitionCount: () => groups().length,
    plan: (_inputs, rddId) => ({
      kind: 'map',
      rddId,
      fn: { library },
      input: { kind: 'parallelize', rddId },
    }),
    source: (partition) => groups()[partition],
  }).setName(path);
}

/** Rows of the files that `saveAsObjectFile` wrote. */
export function rddOfObjects<T>(runner: JobRunner, path: string): RDD<T> {
  const directory = localPath(path);
  const files = once(() => partFiles(directory));
  return newRdd<T>(runner, {
    className: 'MapPartitionsRDD',
    operation: 'objectFile',
    dependencies: [],
    partitionCount: () => files().length,
    plan: (_inputs, rddId) => ({ kind: 'checkpoint-read', rddId, directory }),
  }).setName(path);
}

function partFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.startsWith('part-'));
  } catch (cause) {
    throw new HowdahError('HOWDAH_INPUT_MISSING', [directory], { subject: directory, cause });
  }
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}

function checkSlices(numSlices: number): void {
  if (!(Number.isInteger(numSlices) && numSlices > 0)) {
    throw new RangeError('Positive number of partitions required');
  }
}
