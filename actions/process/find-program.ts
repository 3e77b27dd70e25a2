/** Finds a program as execvp does, but beforehand, so that its absence can be explained. */
import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';

export interface FoundProgram {
  /** As it would be executed: `./name` for a relative entry of the search path. */
  readonly path: string;
  /** False for a file that only lacks the permission to be executed. */
  readonly isExecutable: boolean;
}

/**
 * Searches the entries of `searchPath` (separated by colons; relative and empty ones count from
 * the working directory) for a file of that name. An executable one wins over others.
 */
export function findProgram(
  name: string,
  searchPath: string,
  workingDirectory: string,
): FoundProgram | undefined {
  let inexecutable: FoundProgram | undefined;
  for (const entry of searchPath.split(':')) {
    const path = entry === '' || entry === '.' ? `./${name}` : `${entry}/${name}`;
    const found = inspectProgram(path, workingDirectory);
    if (found?.isExecutable) return found;
    inexecutable ??= found;
  }
  return inexecutable;
}

/** Looks at one path, absolute or relative to the working directory. A directory is no program. */
export function inspectProgram(path: string, workingDirectory: string): FoundProgram | undefined {
  const absolute = resolve(workingDirectory, path);
  try {
    if (!statSync(absolute, { throwIfNoEntry: false })?.isFile()) return undefined;
  } catch {
    return undefined;
  }
  return { path, isExecutable: isExecutable(absolute) };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
