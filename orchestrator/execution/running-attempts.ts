import type { RunningProcess } from '../../actions/process/process-runner.ts';

/** An attempt that this server is working on. */
export interface RunningAttempt {
  readonly attempt: number;
  readonly abort: AbortController;
  /** Set once the attempt's process runs. */
  process?: RunningProcess;
}

/** The attempts that this server is working on, by action id. */
export class RunningAttempts {
  readonly #attempts = new Map<string, RunningAttempt>();

  get size(): number {
    return this.#attempts.size;
  }

  get(actionId: string): RunningAttempt | undefined {
    return this.#attempts.get(actionId);
  }

  begin(actionId: string, attempt: number): RunningAttempt {
    const running: RunningAttempt = { attempt, abort: new AbortController() };
    this.#attempts.set(actionId, running);
    return running;
  }

  end(actionId: string): void {
    this.#attempts.delete(actionId);
  }
}
