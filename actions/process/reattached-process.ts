/** The process of an attempt that an earlier server has started. */
import { type FSWatcher, watch } from 'node:fs';
import { isAlive, type ProcessIdentity } from '../../base/process/process-identity.ts';
import { readExitCode } from './process-record.ts';
import { AttemptProcess, type ProcessOrigin } from './running-process.ts';

/**
 * Between looks at the process. Its exit record is watched; this is for the cases in which none is
 * ever written, and for file systems that cannot be watched.
 */
const POLL_MS = 1_000;

/** It is nobody's child, so that its end shows in its record only. */
export class ReattachedProcess extends AttemptProcess {
  readonly #owner: ProcessIdentity;
  #watcher: FSWatcher | undefined;
  #isReleased = false;
  #wake: () => void = () => undefined;

  constructor(origin: Omit<ProcessOrigin, 'pid'>, owner: ProcessIdentity) {
    super({ ...origin, pid: owner.pid });
    this.#owner = owner;
    this.#watch();
    void this.#follow();
  }

  release(): void {
    this.#isReleased = true;
    this.#watcher?.close();
    this.#wake();
  }

  protected isGroupCertain(): boolean {
    return isAlive(this.#owner);
  }

  async #follow(): Promise<void> {
    while (readExitCode(this.files.record) === undefined && this.isGroupCertain()) {
      await this.#nextLook();
      if (this.#isReleased) return;
    }
    this.#watcher?.close();
    await this.wrapperEnded(undefined);
  }

  #watch(): void {
    try {
      this.#watcher = watch(this.files.record, () => this.#wake());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // The kernel's watches may be used up; the process is then looked at now and then.
    }
  }

  #nextLook(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.origin.clock.setTimer(POLL_MS, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}
