/** The files that the log of a data directory consists of: one after the other, by time. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface LogSegment {
  readonly path: string;
  /** No line in it is older than this, as far as the clock did not step back. */
  readonly startMs: number;
}

/** Wide enough for any time, so that names sort as times do. */
const TIME_DIGITS = 15;
const namePattern = /^(\d{15})\.log$/;

export function logSegmentPath(directory: string, startMs: number): string {
  return join(directory, `${String(startMs).padStart(TIME_DIGITS, '0')}.log`);
}

/** Oldest first; none for a directory that does not exist. */
export function listLogSegments(directory: string): LogSegment[] {
  return namesIn(directory)
    .sort()
    .flatMap((name) => {
      const startText = namePattern.exec(name)?.[1];
      return startText === undefined
        ? []
        : [{ path: join(directory, name), startMs: Number(startText) }];
    });
}

/** Those whose lines may lie within the times, both inclusive. */
export function segmentsBetween(
  segments: readonly LogSegment[],
  fromMs: number,
  toMs: number,
): LogSegment[] {
  return segments.filter(({ startMs }, index) => {
    const nextStartMs = segments[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    return startMs <= toMs && nextStartMs >= fromMs;
  });
}

/**
 * Removes what holds only lines older than the time; the newest segment always stays.
 *
 * @returns how many were removed
 */
export function removeLogSegmentsBefore(directory: string, timeMs: number): number {
  const segments = listLogSegments(directory);
  const old = segments.filter((_, index) => {
    const next = segments[index + 1];
    return next !== undefined && next.startMs <= timeMs;
  });
  for (const { path } of old) rmSync(path, { force: true });
  return old.length;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
