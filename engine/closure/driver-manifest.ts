/** The manifest of the submitted program, read when the first function is described. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { currentProgram } from './current-program.ts';
import type { ManifestFunction, ProgramManifest } from './program-manifest.ts';
import type { UserPlace } from './task-not-serializable.ts';

let loaded: ProgramManifest | undefined;

/** @throws Error when no program was submitted: marked functions exist only in submitted ones. */
export function driverManifest(): ProgramManifest {
  const program = currentProgram();
  if (program === undefined) {
    throw new Error('A function of a bundled program was described outside of that program');
  }
  if (loaded?.programId !== program.programId) {
    const file = join(dirname(program.directory), 'manifest.json');
    loaded = JSON.parse(readFileSync(file, 'utf8')) as ProgramManifest;
  }
  return loaded;
}

export function placeOf(fn: ManifestFunction, line: number = fn.line): UserPlace {
  const file = driverManifest().files[fn.file] ?? '';
  return { file, line, column: line === fn.line ? fn.column : 1 };
}
