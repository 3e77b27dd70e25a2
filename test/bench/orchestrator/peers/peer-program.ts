/** A program of this folder, run as a child process from where the peers are installed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Enough for a stack trace with the message above it. */
const OUTPUT_CHARACTERS_KEPT = 8_192;

/** What a program sends: first that it is ready, then one answer to each question. */
interface PeerMessage {
  readonly value?: unknown;
  readonly error?: string;
}

export class PeerProgram {
  readonly #child: ChildProcess;
  #output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-OUTPUT_CHARACTERS_KEPT);
      });
    }
  }

  /**
   * @returns the program and what it sent when it was ready
   * @throws when it ends or reports an error before
   */
  static async start<Ready>(
    installDirectory: string,
    file: string,
    words: readonly string[],
  ): Promise<{ program: PeerProgram; ready: Ready }> {
    const child = fork(join(installDirectory, file), words, {
      cwd: installDirectory,
      // A group of its own: Ctrl-C reaches it as the end of its parent, so that it cleans up.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const program = new PeerProgram(child);
    try {
      return { program, ready: await program.#answer<Ready>() };
    } catch (error) {
      await program.stop();
      throw error;
    }
  }

  /** One question at a time. */
  ask<Answer>(question: Readonly<Record<string, unknown>>): Promise<Answer> {
    const answer = this.#answer<Answer>();
    this.#child.send(question);
    return answer;
  }

  /** The programs end by themselves, and end what they started, once nobody talks to them. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    await ended;
  }

  #answer<Answer>(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#child.off('message', onMessage);
        this.#child.off('error', onError);
        this.#child.off('close', onClose);
      };
      const onMessage = ({ value, error }: PeerMessage) => {
        settle();
        if (error === undefined) resolve(value as Answer);
        else reject(new Error(error));
      };
      const onError = (error: Error) => {
        settle();
        reject(error);
      };
      const onClose = () => {
        settle();
        reject(new Error(`its program ended: ${messageOf(this.#output)}`));
      };
      this.#child.once('message', onMessage).once('error', onError).once('close', onClose);
    });
  }
}

/** The line that names the error, else the last one. */
function messageOf(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error\b.*:/i.test(line)) ?? lines.at(-1);
}
