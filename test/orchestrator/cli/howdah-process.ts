/** The command line as users run it: a process of its own, on a data directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { stopLeftQueueServers } from '../../support/left-queue-servers.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

export const howdahPath = fileURLToPath(new URL('../../../bin/howdah.js', import.meta.url));

export interface HowdahResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class HowdahProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<HowdahResult>;
  #stdout = '';
  #stderr = '';

  constructor(words: readonly string[], dataDirectory: string) {
    this.child = spawn(process.execPath, [howdahPath, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: temporaryDirectory(),
      env: { ...process.env, HOWDAH_DATA_DIR: dataDirectory, FORCE_COLOR: undefined },
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = once(this.child, 'close').then(([code]) => {
      return { code: code as number | null, stdout: this.#stdout, stderr: this.#stderr };
    });
    onTestFinished(async () => {
      await this.kill();
      // A server that was killed leaves its queue server to its successor, and there is none.
      if (existsSync(dataDirectory)) stopLeftQueueServers(dataDirectory);
    });
  }

  /** What it has written to standard output until now. */
  get stdout(): string {
    return this.#stdout;
  }

  /** The first line that it writes to standard output. */
  async firstLine(): Promise<string> {
    const lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
    if (line === undefined) throw new Error(`it ended: ${this.#stderr}`);
    return line;
  }

  /** Ends it as a crash would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

export function newDataDirectory(): string {
  return join(temporaryDirectory(), 'data');
}

/** Runs a command to its end. */
export function howdah(
  words: readonly string[],
  dataDirectory = newDataDirectory(),
): Promise<HowdahResult> {
  return new HowdahProcess(words, dataDirectory).ended;
}

/** A server that has said that it is ready. */
export async function howdahServer(
  words: readonly string[] = [],
  dataDirectory = newDataDirectory(),
): Promise<HowdahProcess & { readonly url: string }> {
  const server = new HowdahProcess(['server', '--port', '0', ...words], dataDirectory);
  const url = /http:\S+/.exec(await server.firstLine())?.[0] ?? '';
  return Object.assign(server, { url });
}
