/**
 * The log of all jobs: lines of every job one after the other, as Oozie's server keeps them,
 * written behind.
 *
 * One file for many jobs, because creating a file costs as much as a commit while commits sync the
 * file system's journal. A line costs its caller a few microseconds: it is masked, formatted and
 * put into memory. What has gathered is appended a moment later. A killed server loses that
 * moment's lines; the database is the record.
 */
import type { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock, Timer } from '../../base/time/clock.ts';
import { dataDirectoryError } from '../data-directory/data-directory-error.ts';
import { JobLogSizes } from './job-log-sizes.ts';
import { formatLogLine, type LogEntry, LogTimestamps } from './log-line.ts';
import { LogSegmentWriter } from './log-segment-writer.ts';
import { removeLogSegmentsBefore } from './log-segments.ts';

export type { LogEntry, LogLevel } from './log-line.ts';

export interface JobLogOptions {
  /** Absolute path; it exists, and holds the log's segments only. */
  readonly directory: string;
  readonly clock: Clock;
  /** See `createSecretMask`. */
  readonly mask: (text: string) => string;
  /** Told when lines cannot be written, at most once a minute. */
  readonly onError: (error: HowdahError) => void;
  /** What one job may write while a server lives; default 64 MB. */
  readonly jobBytesMax?: number | undefined;
  /** Where a segment ends and the next begins; default 16 MB. */
  readonly segmentBytesMax?: number | undefined;
}

/** A reader waits no longer than this for a line; writing less often is cheaper. */
const WRITE_DELAY_MS = 20;
/** As much as this in memory is written at once, whatever the time. */
const PENDING_CHARACTERS_MAX = 1_048_576;
const JOB_BYTES_MAX_DEFAULT = 67_108_864;
/** Small enough that reading a job's lines out of one takes a few milliseconds. */
const SEGMENT_BYTES_MAX_DEFAULT = 16_777_216;
/** A longer message is cut: no reader of logs has use for more. */
const MESSAGE_CHARACTERS_MAX = 65_536;
/** A full disk is full for every line; it is reported this often. */
const REPORT_INTERVAL_MS = 60_000;

export class JobLog {
  readonly #options: JobLogOptions;
  readonly #sizes: JobLogSizes;
  readonly #writer: LogSegmentWriter;
  readonly #timestamps = new LogTimestamps();
  /** Text that is to be appended. */
  #pending = '';
  #timer: Timer | undefined;
  #reportedMs = Number.NEGATIVE_INFINITY;

  constructor(options: JobLogOptions) {
    this.#options = options;
    this.#sizes = new JobLogSizes(options.jobBytesMax ?? JOB_BYTES_MAX_DEFAULT);
    this.#writer = new LogSegmentWriter(
      options.directory,
      options.segmentBytesMax ?? SEGMENT_BYTES_MAX_DEFAULT,
    );
  }

  /** Adds a line. Never throws and never waits; it is in the file within moments. */
  write(entry: LogEntry): void {
    const { clock, mask } = this.#options;
    const message =
      entry.message.length > MESSAGE_CHARACTERS_MAX
        ? `${entry.message.slice(0, MESSAGE_CHARACTERS_MAX)} … (cut)`
        : entry.message;
    const line = formatLogLine(this.#timestamps.format(clock.now()), entry, mask(message));
    switch (this.#sizes.add(entry.jobId, line.length)) {
      case 'full':
        return;
      case 'last':
        this.#add(line + this.#limitNote(entry));
        return;
      case 'fits':
        this.#add(line);
    }
  }

  /** Brings what is in memory into the file. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#pending === '') return;
    const text = this.#pending;
    this.#pending = '';
    try {
      this.#writer.append(text, this.#options.clock.now());
    } catch (error) {
      this.#report(error);
    }
  }

  /**
   * Removes lines that are older than the time, a segment at a time.
   *
   * @returns how many segments were removed
   */
  removeBefore(timeMs: number): number {
    return removeLogSegmentsBefore(this.#options.directory, timeMs);
  }

  /** To be called when no more lines come. */
  close(): void {
    this.flush();
    this.#writer.close();
  }

  #add(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= PENDING_CHARACTERS_MAX) this.flush();
    else this.#timer ??= this.#options.clock.setTimer(WRITE_DELAY_MS, () => this.flush());
  }

  #limitNote(entry: LogEntry): string {
    const note =
      `This job's log has reached its limit of ${this.#sizes.bytesMax} bytes; ` +
      'what follows is not kept.';
    return formatLogLine(this.#timestamps.format(this.#options.clock.now()), entry, note);
  }

  #report(error: unknown): void {
    const { clock, directory, onError } = this.#options;
    const nowMs = clock.now();
    if (nowMs - this.#reportedMs < REPORT_INTERVAL_MS) return;
    this.#reportedMs = nowMs;
    onError(dataDirectoryError(directory, error));
  }
}
