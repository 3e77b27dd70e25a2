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
  /** More than one line is kept as such. */
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
 * Begins each further line of a message in the file, and is taken off again by readers: no message
 * can pass one of its lines off as another job's.
 */
export const CONTINUATION_MARK = '\t';

/**
 * `yyyy-MM-dd HH:mm:ss,SSS LEVEL Class:line - SERVER[] USER[..] GROUP[..] TOKEN[] APP[..] JOB[..]
 * ACTION[..] message`, ended by a newline; the time is UTC, and the source line is always 0.
 */
export function formatLogLine(timestamp: string, entry: LogEntry, message: string): string {
  const { level, component, jobId, actionId = '-' } = entry;
  const user = fieldText(entry.user);
  const group = fieldText(entry.group ?? '-');
  const appName = fieldText(entry.appName);
  const text = message.includes('\n')
    ? message.replaceAll('\n', `\n${CONTINUATION_MARK}`)
    : message;
  return (
    `${timestamp} ${paddedLevels[level]} ${component}:0 - SERVER[] USER[${user}] ` +
    `GROUP[${group}] TOKEN[] APP[${appName}] JOB[${jobId}] ACTION[${actionId}] ${text}\n`
  );
}

/** Names come from users; none may look like the end of its field, or of the line. */
function fieldText(name: string): string {
  return /[[\]\n]/.test(name) ? name.replaceAll(/[[\]\n]/g, '_') : name;
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
  readonly component: string;
  readonly jobId: string;
  readonly actionId: string;
}

const head = new RegExp(
  [
    '^(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d),(\\d{3}) +([A-Z]+) ',
    '(\\S*?):\\d+ .*? JOB\\[([^\\]]*)\\] ACTION\\[([^\\]]*)\\]',
  ].join(''),
);

/** Undefined for what is no line of this layout. */
export function parseLogLineHead(line: string): LogLineHead | undefined {
  const match = head.exec(line);
  if (match === null) return undefined;
  const [, date, time, milliseconds, level = '', component = '', jobId = '', actionId = ''] = match;
  return {
    timeMs: Date.parse(`${date}T${time}.${milliseconds}Z`),
    level,
    component,
    jobId,
    actionId,
  };
}
