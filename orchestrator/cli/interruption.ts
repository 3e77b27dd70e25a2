/** What Ctrl-C and SIGTERM mean while a job is followed. */
import { errorLines } from './error-lines.ts';
import { exitCodes } from './exit-code.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** As shells count it: 128 and the number of SIGTERM. */
const TERMINATED = 143;

interface Followed {
  readonly session: Session;
  readonly jobId: string;
}

/**
 * Ctrl-C kills the job if its server is ours and would end with us; otherwise it leaves the job to
 * its server. What comes while there is no job yet is done once there is one. A second Ctrl-C does
 * not wait.
 */
export class Interruption {
  /** Resolves with the exit status when the command is to end without its job. */
  readonly detached: Promise<number>;
  readonly #terminal: Terminal;
  readonly #onInterrupt = () => this.#take('SIGINT');
  readonly #onTerminate = () => this.#take('SIGTERM');
  #resolve: (code: number) => void = () => {};
  #followed: Followed | undefined;
  #early: NodeJS.Signals | undefined;
  #isKilling = false;

  /** Listens to signals from now on. */
  constructor(terminal: Terminal) {
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

  /** There is a job now, or it has come to another server. */
  follow(session: Session, jobId: string): void {
    this.#followed = { session, jobId };
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) this.#take(early);
  }

  close(): void {
    process.off('SIGINT', this.#onInterrupt);
    process.off('SIGTERM', this.#onTerminate);
  }

  #take(signal: NodeJS.Signals): void {
    const followed = this.#followed;
    if (followed === undefined) {
      if (this.#early !== undefined) process.exit(exitCodes.interrupted);
      this.#early = signal;
    } else if (signal === 'SIGTERM') {
      this.#detach(followed, TERMINATED);
    } else if (followed.session.isHosted && !this.#isKilling) {
      this.#kill(followed);
    } else {
      this.#detach(followed, exitCodes.interrupted);
    }
  }

  #kill({ session, jobId }: Followed): void {
    this.#isKilling = true;
    this.#terminal.err(`killing ${jobId}`);
    session.client.command(jobId, 'kill').catch((error: unknown) => {
      for (const line of errorLines(error)) this.#terminal.err(line);
      this.#resolve(exitCodes.interrupted);
    });
  }

  #detach({ session, jobId }: Followed, code: number): void {
    const { client, isHosted } = session;
    const where = isHosted ? 'with the next server of its data directory' : `at ${client.url}`;
    this.#terminal.err(`detached: job ${jobId} goes on ${where}`);
    this.#terminal.err(`  look: howdah job ${jobId}`);
    this.#resolve(code);
  }
}
