/** What Ctrl-C and SIGTERM mean while a job is followed. */
import { errorLines } from './error-lines.ts';
import { exitCodes } from './exit-code.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** As shells count it: 128 and the number of SIGTERM. */
const TERMINATED = 143;

/**
 * Ctrl-C kills the job if its server is ours and would end with us; otherwise it leaves the job to
 * its server. A second Ctrl-C does not wait.
 */
export class Interruption {
  /** Resolves with the exit status when the command is to end without its job. */
  readonly detached: Promise<number>;
  readonly #session: () => Session;
  readonly #jobId: string;
  readonly #terminal: Terminal;
  readonly #onInterrupt = () => this.#interrupt();
  readonly #onTerminate = () => this.#detach(TERMINATED);
  #resolve: (code: number) => void = () => {};
  #isKilling = false;

  constructor(session: () => Session, jobId: string, terminal: Terminal) {
    this.#session = session;
    this.#jobId = jobId;
    this.#terminal = terminal;
    this.detached = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    process.on('SIGINT', this.#onInterrupt);
    process.on('SIGTERM', this.#onTerminate);
  }

  /** Whether the job is being killed because of Ctrl-C. */
  get isKilling(): boolean {
    return this.#isKilling;
  }

  close(): void {
    process.off('SIGINT', this.#onInterrupt);
    process.off('SIGTERM', this.#onTerminate);
  }

  #interrupt(): void {
    const session = this.#session();
    if (!session.isHosted || this.#isKilling) {
      this.#detach(exitCodes.interrupted);
      return;
    }
    this.#isKilling = true;
    this.#terminal.err(`killing ${this.#jobId}`);
    session.client.command(this.#jobId, 'kill').catch((error: unknown) => {
      for (const line of errorLines(error)) this.#terminal.err(line);
      this.#resolve(exitCodes.interrupted);
    });
  }

  #detach(code: number): void {
    const { client, isHosted } = this.#session();
    const where = isHosted ? 'with the next server of its data directory' : `at ${client.url}`;
    this.#terminal.err(`detached: job ${this.#jobId} goes on ${where}`);
    this.#terminal.err(`  look: howdah job ${this.#jobId}`);
    this.#resolve(code);
  }
}
