/** Fetches the peers for one run of the measurements; they are no dependencies of the project. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OUTPUT_CHARACTERS_KEPT = 500;

/** What shells report of a program that Ctrl-C ended. */
const INTERRUPTED_EXIT_CODE = 130;

export interface InstalledPeers {
  /** Holds `node_modules` and, beside it, the programs of this folder. */
  readonly directory: string;
  remove(): void;
}

/**
 * Installs the locked versions with `npm ci`, under the npm configuration of the machine, into a
 * temporary directory. No install scripts run: none is needed, and one only reports to its author.
 *
 * @throws when npm fails; the message carries the end of its output
 */
export async function installPeers(): Promise<InstalledPeers> {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-peers-'));
  const interrupted = () => {
    remove();
    process.exit(INTERRUPTED_EXIT_CODE);
  };
  const remove = () => {
    process.off('SIGINT', interrupted);
    rmSync(directory, { recursive: true, force: true });
  };
  // Hundreds of megabytes: too much to leave behind on Ctrl-C.
  process.once('SIGINT', interrupted);
  try {
    const ours = readdirSync(import.meta.dirname);
    for (const name of ours.filter((each) => /\.(json|mjs)$/.test(each))) {
      copyFileSync(join(import.meta.dirname, name), join(directory, name));
    }
    await runNpm(['ci', '--prefix', directory, '--ignore-scripts', '--no-audit', '--no-fund']);
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function runNpm(command: readonly string[]): Promise<void> {
  const child = spawn('npm', command, { cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-OUTPUT_CHARACTERS_KEPT);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`npm ci ended with ${code}: ${output}`);
}
