/** The real `oozie` command line in a JVM of its own that runs many commands. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { resolveClient } from '../fixture/oozie-client/resolve-client.ts';

const serverSource = fileURLToPath(
  new URL('../fixture/oozie-client/CommandLineServer.java', import.meta.url),
);

export interface CommandLineResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLineOptions {
  /** `http://host:port/oozie`, as a user exports it. */
  readonly url: string;
  /** Its tokens are kept here. */
  readonly homeDirectory: string;
  readonly user?: string;
}

export class OozieCommandLine {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  /** Commands run one after the other, whoever asks. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(process: ChildProcess, lines: Interface) {
    this.#process = process;
    this.#lines = lines[Symbol.asyncIterator]();
  }

  static start({ url, homeDirectory, user = 'root' }: CommandLineOptions): OozieCommandLine {
    const child = spawn(
      'java',
      [
        ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-Duser.timezone=UTC'],
        ...[`-Duser.home=${homeDirectory}`, `-Duser.name=${user}`],
        ...['-cp', join(resolveClient(), '*'), serverSource],
      ],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env.PATH, OOZIE_URL: url } },
    );
    return new OozieCommandLine(child, createInterface({ input: child.stdout }));
  }

  /** @throws when the JVM has ended */
  run(...commandLine: readonly string[]): Promise<CommandLineResult> {
    const result = this.#last.then(() => this.#run(commandLine));
    this.#last = result.catch(() => {});
    return result;
  }

  /** @throws unless the command ends with 0 and says nothing on stderr */
  async succeed(...commandLine: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(...commandLine);
    if (exitCode === 0 && stderr === '') return stdout;
    throw new Error(`oozie ${commandLine.join(' ')} ended with ${exitCode}\n${stdout}${stderr}`);
  }

  async close(): Promise<void> {
    const exit = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await exit;
  }

  async #run(commandLine: readonly string[]): Promise<CommandLineResult> {
    // The first word is empty, so that a line without arguments is a line.
    const words = ['', ...commandLine].map((word) => `=${Buffer.from(word).toString('base64')}`);
    this.#process.stdin?.write(`${words.join(' ')}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('the JVM of the command line has ended');
    const [exitCode, stdout = '', stderr = ''] = String(value).split(' ');
    return { exitCode: Number(exitCode), stdout: decode(stdout), stderr: decode(stderr) };
  }
}

function decode(word: string): string {
  return Buffer.from(word.slice(1), 'base64').toString('utf8');
}
