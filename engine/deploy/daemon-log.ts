/** Lines of a daemon's log on its standard error, as Spark writes them by default. */
import type { Clock } from '../../base/time/clock.ts';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

export type DaemonLog = (level: LogLevel, text: string) => void;

/** @param name `Master` or `Worker` */
export function daemonLog(name: string, clock: Clock): DaemonLog {
  return (level, text) => {
    const stamp = new Date(clock.now()).toISOString().slice(2, 19).replaceAll('-', '/');
    process.stderr.write(`${stamp.replace('T', ' ')} ${level} ${name}: ${text}\n`);
  };
}
