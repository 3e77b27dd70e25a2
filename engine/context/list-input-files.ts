/** The files that a path of `textFile` means, and how they are split: Hadoop's FileInputFormat. */
import { globSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { FileSplit } from '../executor/text-lines.ts';
import { compressionOf } from '../rdd/compression-codec.ts';
import { localPath } from '../rdd/local-path.ts';

/** Hadoop's block size of the local file system, the largest split. */
const BLOCK_BYTES = 32 << 20;

/** The last split may be so much larger than the others. */
const SPLIT_SLOP = 1.1;

interface InputFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * @param paths files, directories or globs, separated by commas
 * @throws HowdahError `HOWDAH_INPUT_MISSING`
 */
export function listSplits(paths: string, partitionsMin: number): FileSplit[] {
  const files = paths.split(',').flatMap((path) => filesOf(path.trim()));
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const goalBytes = Math.max(1, Math.ceil(totalBytes / Math.max(1, partitionsMin)));
  return files.flatMap((file) => splitsOf(file, Math.min(goalBytes, BLOCK_BYTES)));
}

/**
 * Paths of whole files in groups of about equal size, as Hadoop's CombineFileInputFormat makes
 * them:
 * in order, a group being full when it reaches its share of all bytes.
 * @throws HowdahError `HOWDAH_INPUT_MISSING`
 */
export function groupFiles(paths: string, partitionsMin: number): string[][] {
  const files = paths.split(',').flatMap((path) => filesOf(path.trim()));
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const goalBytes = Math.ceil(totalBytes / Math.max(1, partitionsMin));
  const groups: string[][] = [];
  let roomBytes = 0;
  for (const { path, sizeBytes } of files) {
    if (roomBytes <= 0) {
      groups.push([]);
      roomBytes = goalBytes;
    }
    groups.at(-1)?.push(path);
    roomBytes -= sizeBytes;
  }
  return groups;
}

function splitsOf({ path, sizeBytes }: InputFile, splitBytes: number): FileSplit[] {
  const compression = compressionOf(path);
  if (compression !== undefined && compression !== 'bzip2') {
    return [{ path, start: 0, length: Number.MAX_SAFE_INTEGER }];
  }
  const splits: FileSplit[] = [];
  let start = 0;
  while ((sizeBytes - start) / splitBytes > SPLIT_SLOP) {
    splits.push({ path, start, length: splitBytes });
    start += splitBytes;
  }
  if (start < sizeBytes || sizeBytes === 0) {
    splits.push({ path, start, length: sizeBytes - start });
  }
  return splits;
}

function filesOf(path: string): InputFile[] {
  const absolute = localPath(path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats !== undefined) {
    return filesAt(absolute, stats);
  }
  const matches = /[*?[{]/.test(absolute) ? globSync(absolute).sort() : [];
  if (matches.length === 0) {
    throw new HowdahError('HOWDAH_INPUT_MISSING', [absolute], { subject: path });
  }
  return matches.filter(isVisible).flatMap((match) => filesAt(match, statSync(match)));
}

function filesAt(path: string, stats: Stats): InputFile[] {
  if (!stats.isDirectory()) {
    return [{ path, sizeBytes: stats.size }];
  }
  return readdirSync(path)
    .filter(isVisible)
    .sort()
    .map((name) => join(path, name))
    .map((file) => ({ path: file, stats: statSync(file) }))
    .filter((file) => file.stats.isFile())
    .map((file) => ({ path: file.path, sizeBytes: file.stats.size }));
}

/** Hadoop leaves out files whose names begin so. */
function isVisible(path: string): boolean {
  return !/(^|\/)[_.][^/]*$/.test(path);
}
