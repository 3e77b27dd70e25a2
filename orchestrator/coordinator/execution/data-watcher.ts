/** Looks for the data of actions that wait: when the file system says so, and every minute. */
import type { Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Clock, Timer } from '../../../base/time/clock.ts';
import { writePrettyXml } from '../../definition/xml/write-xml.ts';
import type { CoordinatorEvent } from '../job/coordinator-event.ts';
import { checkInputs } from '../materialise/check-inputs.ts';
import type { InputCheckRequest } from '../materialise/input-check.ts';
import { splitDependencies } from '../materialise/missing-dependencies.ts';
import type { DirectoryWatches } from './directory-watches.ts';

/** What a look takes besides the clock and the file system. */
export interface WaitingData {
  readonly action: Element;
  readonly missing: string;
  readonly pushMissing: string;
  readonly facts: InputCheckRequest['facts'];
  readonly createdTimeMs: number;
}

export interface DataWatcherOptions {
  readonly clock: Clock;
  readonly directories: Pick<DirectoryWatches, 'add' | 'close'>;
  readonly exists: InputCheckRequest['exists'];
  readonly latestUsesCurrentTime: boolean;
  readonly intervalMs: number;
  /** Undefined once the action waits no more. */
  read(jobId: string, number: number): Promise<WaitingData | undefined>;
  commit(jobId: string, event: CoordinatorEvent): Promise<unknown>;
  /** Writes into the job's log. */
  warn(jobId: string, number: number, message: string): void;
  onError(error: unknown): void;
}

interface Watch {
  readonly jobId: string;
  readonly number: number;
  isLooking: boolean;
  /** Something has changed during a look. */
  looksAgain: boolean;
  timer: Timer | undefined;
  endWatches: readonly (() => void)[];
  /** What was last said about it in the job's log. */
  warned: string | undefined;
}

/** Files come in crowds; looking at once for each would be looking for nothing else. */
const GATHER_MS = 10;

/**
 * Late instances of one action that are watched, the nearest first: they mostly lie in the same
 * directories, and polling finds what comes elsewhere.
 */
const WATCHED_MAX = 16;

/** Looks at a time: each takes some calls to the file system. */
const LOOKS_MAX = 32;

export class DataWatcher {
  readonly #options: DataWatcherOptions;
  readonly #watches = new Map<string, Watch>();
  readonly #queue: Watch[] = [];
  #looking = 0;
  #isClosed = false;

  constructor(options: DataWatcherOptions) {
    this.#options = options;
  }

  /** Looks now, and again until the action waits no more. Harmless for one that is watched. */
  watch(jobId: string, number: number): void {
    const key = `${jobId}@${number}`;
    if (this.#isClosed || this.#watches.has(key)) return;
    const watch: Watch = {
      ...{ jobId, number, isLooking: false, looksAgain: false },
      ...{ timer: undefined, endWatches: [], warned: undefined },
    };
    this.#watches.set(key, watch);
    this.#wake(watch);
  }

  close(): void {
    this.#isClosed = true;
    for (const watch of this.#watches.values()) this.#rest(watch);
    this.#watches.clear();
    this.#options.directories.close();
  }

  #wake(watch: Watch): void {
    this.#rest(watch);
    if (this.#isClosed) return;
    if (watch.isLooking) {
      watch.looksAgain = true;
      return;
    }
    watch.isLooking = true;
    this.#queue.push(watch);
    this.#next();
  }

  #next(): void {
    while (this.#looking < LOOKS_MAX) {
      const watch = this.#queue.shift();
      if (watch === undefined) return;
      this.#looking++;
      void this.#look(watch).finally(() => {
        this.#looking--;
        this.#next();
      });
    }
  }

  async #look(watch: Watch): Promise<void> {
    const sought = new Sought(this.#options.exists);
    let missing: string | undefined;
    try {
      missing = await this.#check(watch, sought);
    } catch (error) {
      if (!this.#isClosed) this.#options.onError(error);
      missing = '';
    }
    watch.isLooking = false;
    if (missing === undefined || this.#isClosed) {
      this.#watches.delete(`${watch.jobId}@${watch.number}`);
    } else if (watch.looksAgain) {
      watch.looksAgain = false;
      this.#wake(watch);
    } else {
      this.#wait(watch, splitDependencies(missing).uris[0], sought);
    }
  }

  /** @returns what is still missing; undefined if there is nothing more to look for */
  async #check(watch: Watch, sought: Sought): Promise<string | undefined> {
    const { clock, latestUsesCurrentTime, commit } = this.#options;
    const { jobId, number } = watch;
    const data = await this.#options.read(jobId, number);
    if (data === undefined) return undefined;
    const { action, missing, pushMissing, facts, createdTimeMs } = data;
    const nowMs = clock.now();
    let check: Awaited<ReturnType<typeof checkInputs>>;
    try {
      check = await checkInputs({
        ...{ action, missing, facts, createdTimeMs, nowMs, latestUsesCurrentTime },
        exists: (uri) => sought.exists(uri),
      });
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      // Oozie tries such logic again until the action times out, and so does this: an update of
      // the definition does not mend actions that are there, but a user can kill or rerun them.
      if (error.code === 'E1028') {
        this.#warnOnce(watch, error.codedMessage);
        return missing;
      }
      await this.#fail(watch, error, missing);
      return undefined;
    }
    if (check.failure !== undefined) {
      await this.#fail(watch, check.failure, check.missing);
      return undefined;
    }
    if (!check.isMet && check.missing === missing) return missing;
    await commit(jobId, {
      ...{ kind: 'data-checked', number, pushMissing },
      ...{ missing: check.missing, isMet: check.isMet },
      xml: check.isMet ? writePrettyXml(check.action) : undefined,
    });
    return check.isMet ? undefined : check.missing;
  }

  async #fail(
    { jobId, number }: Watch,
    { code, codedMessage: message }: HowdahError,
    missing: string | undefined,
  ): Promise<void> {
    const event = { kind: 'data-failed', number, code, message } as const;
    await this.#options.commit(jobId, { ...event, ...(missing !== undefined && { missing }) });
  }

  #warnOnce(watch: Watch, message: string): void {
    if (watch.warned === message) return;
    watch.warned = message;
    this.#options.warn(watch.jobId, watch.number, message);
  }

  /** @param first the URI that is asked for next; without it only late instances are missing */
  #wait(watch: Watch, first: string | undefined, sought: Sought): void {
    const { clock, directories, intervalMs } = this.#options;
    const uris = first === undefined ? [...sought.absent] : [first];
    watch.timer = clock.setTimer(intervalMs, () => this.#wake(watch));
    const onChange = () => {
      this.#rest(watch);
      watch.timer = clock.setTimer(GATHER_MS, () => this.#wake(watch));
    };
    watch.endWatches = uris
      .map((uri) => directories.add(uri, onChange))
      .filter((end) => end !== undefined);
    // It may have come while nobody watched.
    for (const uri of uris) {
      void this.#options.exists(uri).then(
        (isThere) => {
          if (isThere && watch.endWatches.length > 0) this.#wake(watch);
        },
        () => {},
      );
    }
  }

  #rest(watch: Watch): void {
    watch.timer?.cancel();
    watch.timer = undefined;
    for (const end of watch.endWatches) end();
    watch.endWatches = [];
  }
}

/** Which of the instances that a look asks for are not there: `latest` and `future` try many. */
class Sought {
  readonly absent = new Set<string>();
  readonly #exists: InputCheckRequest['exists'];

  constructor(exists: InputCheckRequest['exists']) {
    this.#exists = exists;
  }

  async exists(uri: string): Promise<boolean> {
    const isThere = await this.#exists(uri);
    if (!isThere && this.absent.size < WATCHED_MAX) this.absent.add(uri);
    return isThere;
  }
}
