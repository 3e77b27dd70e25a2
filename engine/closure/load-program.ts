/** Makes a program's functions available in a slot. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProgramLocation } from './program-location.ts';
import { programRegistry } from './program-registry.ts';

/**
 * Loads what the program imports for its effects; its functions and helper modules are loaded when
 * the first function that needs them is revived. Errors then show the user's files and lines.
 */
export async function loadProgram(program: ProgramLocation): Promise<void> {
  process.setSourceMapsEnabled(true);
  programRegistry(program.programId).directory = program.directory;
  await import(pathToFileURL(join(program.directory, 'preload.mjs')).href);
}
