/** Programs given as text, run by round-trip-process.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const processFile = fileURLToPath(new URL('./round-trip-process.ts', import.meta.url));

/** A program's files by name; `app.ts` is the entry. */
export type ProgramFiles = Readonly<Record<string, string>>;

export interface RoundTrips {
  /** For each program what it reported, or the stack of what it threw. */
  readonly outcomes: unknown[];
  /** For each program its entry. */
  readonly apps: string[];
}

const globals = 'declare const travel: any, report: any, failure: any; ';

/** Runs each program once; the first line of each file also declares the test's globals. */
export async function runRoundTrips(programs: readonly ProgramFiles[]): Promise<RoundTrips> {
  const directory = temporaryDirectory();
  const apps = programs.map((files, index) => {
    for (const [name, text] of Object.entries(files)) {
      const file = join(directory, String(index), name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, /\.m?ts$/.test(name) ? globals + text : text);
    }
    return join(directory, String(index), 'app.ts');
  });
  const { stdout } = await execa(process.execPath, [processFile, ...apps], {
    env: { XDG_CACHE_HOME: join(directory, 'cache') },
  });
  return { outcomes: JSON.parse(stdout) as unknown[], apps };
}
