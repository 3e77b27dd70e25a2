/**
 * The logs of all jobs: one file a job, written behind.
 *
 * A line costs its caller a few microseconds: it is masked, formatted and put into memory. What
 * has gathered is appended a moment later, a file at a time, and no file stays open, so any number
 * of jobs may log at once. A killed server loses that moment's lines; the database is the record.
 */
import type { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock, Timer } from '../../base/time/clock.ts';
import { dataDirectoryError } from '../data-directory/data-directory-error.ts';
import { type AppendOutcome, appendToLog } from './append-to-log.ts';
import { formatLogLine, type LogEntry, LogTimestamps } from './log-line.ts';

export type { LogEntry, LogLevel } from './log-line.ts';

export interface JobLogOptions {
  /** Absolute path of a job's log; its directory exists. */
  readonly pathOf: (jobId: string) => string;
  readonly clock: Clock;
  /** See `createSecretMask`. */
  readonly mask: (text: string) => string;
  /** Told when lines cannot be written, at most once a minute. */
  readonly onError: (error: HowdahError) => void;
  /** A job's log grows to this size and no further; default 64 MB. */
  readonly sizeBytesMax?: number;
}

/** A reader waits no longer than this for a line; writing less often is cheaper. */
const WRITE_DELAY_MS = 20;
/** As much as this in memory is written at once, whatever the time. */
const PENDING_CHARACTERS_MAX = 1_048_576;
/** How many files are appended to before the event loop gets its turn. */
const FILES_PER_TURN = 64;
const SIZE_BYTES_MAX_DEFAULT = 67_108_864;
/** A longer message is cut: no reader of logs has use for more. */
const MESSAGE_CHARACTERS_MAX = 65_536;
/** A full disk is full for every line; it is reported this often. */
const REPORT_INTERVAL_MS = 60_000;

export class JobLog {
  readonly #options: JobLogOptions;
  readonly #sizeBytesMax: number;
  readonly #timestamps = new LogTimestamps();
  /** Text that is to be appended, by job. */
  #pending = new Map<string, string>();
  #pendingCharacters = 0;
  #timer: Timer | undefined;
  #reportedMs = Number.NEGATIVE_INFINITY;

  constructor(options: JobLogOptions) {
    this.#options = options;
    this.#sizeBytesMax = options.sizeBytesMax ?? SIZE_BYTES_MAX_DEFAULT;
  }

  /** Adds a line. Never throws and never waits; it is in the file within moments. */
  write(entry: LogEntry): void {
    const { clock, mask } = this.#options;
    const message =
      entry.message.length > MESSAGE_CHARACTERS_MAX
        ? `${entry.message.slice(0, MESSAGE_CHARACTERS_MAX)} … (cut)`
        : entry.message;
    const line = formatLogLine(this.#timestamps.format(clock.now()), entry, mask(message));
    const before = this.#pending.get(entry.jobId);
    this.#pending.set(entry.jobId, before === undefined ? line : before + line);
    this.#pendingCharacters += line.length;
    if (this.#pendingCharacters >= PENDING_CHARACTERS_MAX) this.flush();
    else this.#timer ??= clock.setTimer(WRITE_DELAY_MS, () => this.#writeSome());
  }

  /** Brings what is in memory into the files, of one job or of all. */
  flush(jobId?: string): void {
    if (jobId !== undefined) {
      this.#append(jobId);
      return;
    }
    for (const id of [...this.#pending.keys()]) this.#append(id);
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** To be called when no more lines come. */
  close(): void {
    this.flush();
  }

  #writeSome(): void {
    this.#timer = undefined;
    let files = 0;
    for (const jobId of this.#pending.keys()) {
      if (files === FILES_PER_TURN) {
        this.#timer = this.#options.clock.setTimer(0, () => this.#writeSome());
        return;
      }
      this.#append(jobId);
      files += 1;
    }
  }

  #append(jobId: string): void {
    const text = this.#pending.get(jobId);
    if (text === undefined) return;
    this.#pending.delete(jobId);
    this.#pendingCharacters -= text.length;
    const path = this.#options.pathOf(jobId);
    const outcome = appendToLog(path, text, this.#sizeBytesMax);
    if (outcome !== 'appended' && outcome !== 'full') this.#report(path, outcome);
  }

  #report(path: string, { error }: Extract<AppendOutcome, object>): void {
    const nowMs = this.#options.clock.now();
    if (nowMs - this.#reportedMs < REPORT_INTERVAL_MS) return;
    this.#reportedMs = nowMs;
    this.#options.onError(dataDirectoryError(path, error));
  }
}
