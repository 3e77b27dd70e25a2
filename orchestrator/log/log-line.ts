/** One line of a job's log, in the layout that Oozie's log filters and its users' scripts know. */

export const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

export type LogLevel = (typeof logLevels)[number];

export interface LogEntry {
  readonly level: LogLevel;
  /** What says it, as Oozie names the class: `ActionStartXCommand`. */
  readonly component: string;
  readonly jobId: string;
  /** Undefined for what is about the job as a whole. */
  readonly actionId?: string | undefined;
  readonly appName: string;
  readonly user: string;
  readonly group?: string | undefined;
  /** More than one line is kept as such; the further ones bear no prefix. */
  readonly message: string;
}

const paddedLevels: Readonly<Record<LogLevel, string>> = {
  TRACE: 'TRACE',
  DEBUG: 'DEBUG',
  INFO: ' INFO',
  WARN: ' WARN',
  ERROR: 'ERROR',
  FATAL: 'FATAL',
};

/**
 * `yyyy-MM-dd HH:mm:ss,SSS LEVEL Class:line - SERVER[] USER[..] GROUP[..] TOKEN[] APP[..] JOB[..]
 * ACTION[..] message`, ended by a newline; the time is UTC, and the source line is always 0.
 */
export function formatLogLine(timestamp: string, entry: LogEntry, message: string): string {
  const { level, component, user, group = '-', appName, jobId, actionId = '-' } = entry;
  return (
    `${timestamp} ${paddedLevels[level]} ${component}:0 - SERVER[] USER[${user}] ` +
    `GROUP[${group}] TOKEN[] APP[${appName}] JOB[${jobId}] ACTION[${actionId}] ${message}\n`
  );
}

/** Formats times as `yyyy-MM-dd HH:mm:ss,SSS`; remembers the last, since many lines share one. */
export class LogTimestamps {
  #lastMs = Number.NaN;
  #last = '';

  format(timeMs: number): string {
    if (timeMs !== this.#lastMs) {
      const iso = new Date(timeMs).toISOString();
      this.#last = `${iso.slice(0, 10)} ${iso.slice(11, 19)},${iso.slice(20, 23)}`;
      this.#lastMs = timeMs;
    }
    return this.#last;
  }
}

/** What can be read back from the head of a line. */
export interface LogLineHead {
  readonly timeMs: number;
  readonly level: string;
  readonly actionId: string;
}

const head =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3}) +([A-Z]+) .*? JOB\[[^\]]*\] ACTION\[([^\]]*)\]/;

/** Undefined for a line that continues the one before it. */
export function parseLogLineHead(line: string): LogLineHead | undefined {
  const match = head.exec(line);
  if (match === null) return undefined;
  const [, date, time, milliseconds, level = '', actionId = ''] = match;
  return { timeMs: Date.parse(`${date}T${time}.${milliseconds}Z`), level, actionId };
}
