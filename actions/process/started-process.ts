/** The process of an attempt that this server has started. */
import { readProcessRecord } from './process-record.ts';
import { AttemptProcess, type ProcessOrigin } from './running-process.ts';
import type { Wrapper, WrapperEnd } from './spawn-wrapper.ts';

export class StartedProcess extends AttemptProcess {
  readonly #wrapper: Wrapper;
  #isReleased = false;

  /**
   * @param onElsewhere called when the attempt's record has to tell on: somebody else runs the
   *   command already, or nobody tells any more how the wrapper ends
   */
  constructor(
    origin: Omit<ProcessOrigin, 'pid'>,
    wrapper: Wrapper,
    onElsewhere: (process: StartedProcess) => void,
  ) {
    super({ ...origin, pid: wrapper.pid });
    this.#wrapper = wrapper;
    void wrapper.ended.then((end) => {
      if (this.#isReleased) return;
      if (this.#isElsewhere(end)) onElsewhere(this);
      else if (end.kind === 'exited') void this.wrapperEnded(end.status);
    });
  }

  release(): void {
    this.#isReleased = true;
    this.#wrapper.release();
  }

  /** Its number is kept for it until it has been reaped, and the group's end is seen right then. */
  protected isGroupCertain(): boolean {
    return true;
  }

  #isElsewhere(end: WrapperEnd): boolean {
    if (end.kind === 'out-of-sight') return true;
    // It may have failed before it had the claim, too, if it is a shell that gives up by itself.
    return end.status !== undefined && end.status !== 0 && !this.#ownsRecord();
  }

  /** The record may be another wrapper's that has ended by now, so its owner decides. */
  #ownsRecord(): boolean {
    try {
      const record = readProcessRecord(this.files.record);
      return record.kind === 'claimed' && record.owner.pid === this.pid;
    } catch {
      return false;
    }
  }
}
