/** Which records of a job's log a reader wants. */
import type { LogLineHead } from './log-line.ts';

export interface LogFilter {
  /** Level names in upper case; undefined for all. */
  readonly levels?: ReadonlySet<string> | undefined;
  /** At most so many records, counted from the beginning. */
  readonly limit?: number | undefined;
  /** Stands somewhere in the record. */
  readonly text?: string | undefined;
  /** Inclusive bounds of the record's time, in milliseconds since the epoch. */
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  /** Records of these actions only; undefined for the whole job's. */
  readonly actionIds?: ReadonlySet<string> | undefined;
  /** Records that this component wrote; undefined for all. */
  readonly component?: string | undefined;
  /** Records that any other component wrote. */
  readonly exceptComponent?: string | undefined;
}

/** @param record the whole record, with the lines that continue it */
export function matchesLogFilter(filter: LogFilter, head: LogLineHead, record: string): boolean {
  const { levels, text, startMs, endMs, actionIds, component, exceptComponent } = filter;
  if (levels !== undefined && !levels.has(head.level)) return false;
  if (startMs !== undefined && head.timeMs < startMs) return false;
  if (endMs !== undefined && head.timeMs > endMs) return false;
  if (actionIds !== undefined && !actionIds.has(head.actionId)) return false;
  if (component !== undefined && head.component !== component) return false;
  if (exceptComponent !== undefined && head.component === exceptComponent) return false;
  return text === undefined || record.includes(text);
}
