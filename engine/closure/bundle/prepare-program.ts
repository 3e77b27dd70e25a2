/** The one way from an app's path to its bundled files: the cache, or esbuild. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Clock } from '../../../base/time/clock.ts';
import type { ProgramLocation } from '../program-location.ts';
import { programCacheDirectory } from './cache-directory.ts';
import { ProgramCache } from './program-cache.ts';
import { driverDirectory, entryFile, executorDirectory } from './program-files.ts';
import { runtimeModules } from './runtime-modules.ts';

export interface PreparedProgram {
  /** What slots load. */
  readonly location: ProgramLocation;
  /** What the driver imports to run the app. */
  readonly driverUrl: string;
}

/**
 * @param app absolute path of a `.ts`, `.mts`, `.js` or `.mjs` file without symbolic links
 * @throws HowdahError `HOWDAH_PROGRAM_UNBUILDABLE` for a program with syntax errors or imports that
 *   cannot be found
 */
export async function prepareProgram(
  app: string,
  environment: NodeJS.ProcessEnv,
  clock: Clock,
): Promise<PreparedProgram> {
  const runtime = runtimeModules();
  const fingerprint = fingerprintOfLifting();
  const cache = new ProgramCache(programCacheDirectory(environment));
  const key = JSON.stringify([app, runtime.engine, fingerprint, process.version]);
  let programId = cache.find(key, clock.now());
  if (programId === undefined) {
    const { buildProgram } = await import('./build-program.ts');
    const program = await buildProgram(app, runtime, fingerprint);
    cache.add(key, program, clock.now());
    programId = program.programId;
  }
  const directory = cache.programDirectory(programId);
  return {
    location: { programId, directory: join(directory, executorDirectory) },
    driverUrl: pathToFileURL(join(directory, driverDirectory, entryFile)).href,
  };
}

/**
 * Changes whenever the code that writes programs does, so that no other version's files are run.
 */
function fingerprintOfLifting(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return [here, join(here, '..', 'lift')]
    .flatMap((directory) =>
      readdirSync(directory).map((name) => {
        const { size, mtimeMs } = statSync(join(directory, name));
        return `${name}:${size}:${mtimeMs}`;
      }),
    )
    .join();
}
