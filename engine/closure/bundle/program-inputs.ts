/** Whether the files that went into a program are still what they were. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** One file as it was when the program was bundled; without a hash when there was no such file. */
export interface InputRecord {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly hash: string | undefined;
}

export function recordInputs(paths: Iterable<string>): InputRecord[] {
  return [...new Set(paths)].map((path) => {
    const { size, mtimeMs } = statOf(path);
    return { path, sizeBytes: size, modifiedMs: mtimeMs, hash: hashOfFile(path) };
  });
}

/** A file that was only touched, or copied anew with the same content, counts as unchanged. */
export function areUnchanged(inputs: readonly InputRecord[]): boolean {
  return inputs.every(({ path, sizeBytes, modifiedMs, hash }) => {
    const { size, mtimeMs } = statOf(path);
    return size === sizeBytes && (mtimeMs === modifiedMs || hashOfFile(path) === hash);
  });
}

function statOf(path: string): { size: number; mtimeMs: number } {
  return statSync(path, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0 };
}

function hashOfFile(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined;
  }
}
