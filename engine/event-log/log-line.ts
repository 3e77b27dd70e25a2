/** Lines in the layout of Spark's log: `26/11/21 08:15:00 INFO DAGScheduler: …`. */

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

export interface LogTarget {
  readonly now: () => number;
  /** Takes a line with its end. */
  readonly write: (line: string) => void;
}

/** @param logger Spark's class that says it, without its package */
export function logLine(target: LogTarget, level: LogLevel, logger: string, message: string): void {
  target.write(`${timestamp(target.now())} ${level} ${logger}: ${message}\n`);
}

/** `yy/MM/dd HH:mm:ss` in local time, as Spark's layout has it. */
function timestamp(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = [time.getFullYear() % 100, time.getMonth() + 1, time.getDate()].map(two).join('/');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}
