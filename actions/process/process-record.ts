/** Reads the record that the wrapper keeps of itself and of its command. */
import { readFileSync, rmSync } from 'node:fs';
import type { ProcessIdentity } from '../../base/process/process-identity.ts';
import { parseProcessStat } from './process-table.ts';

/**
 * - `absent`: nobody has begun to run the command.
 * - `incomplete`: somebody is about to, or died before the command was executed.
 * - `claimed`: the command was, or is about to be, executed by the process `owner`.
 */
export type ProcessRecord =
  | { readonly kind: 'absent' }
  | { readonly kind: 'incomplete' }
  | {
      readonly kind: 'claimed';
      readonly owner: ProcessIdentity;
      /** Undefined while it has not ended. */
      readonly exitCode: number | undefined;
    };

/** @throws NodeJS.ErrnoException if it cannot be read, which is not the same as none */
export function readProcessRecord(path: string): ProcessRecord {
  const text = readIfThere(path);
  if (text === undefined) return { kind: 'absent' };
  const [claim, stat, status, ...rest] = text.split('\n');
  if (claim === undefined || stat === undefined || status === undefined) {
    return { kind: 'incomplete' };
  }
  const [pid = '', bootId = ''] = claim.split(' ');
  // Where there is no /proc the start time is unknown, and the number alone must do.
  const startTicks = parseProcessStat(stat)?.startTicks ?? '';
  const isWhole = rest.length > 0 && /^\d+$/.test(status);
  const exitCode = isWhole ? Number(status) : undefined;
  return { kind: 'claimed', owner: { pid: Number(pid), startTicks, bootId }, exitCode };
}

/** The recorded exit status; undefined while there is no complete one. */
export function readExitCode(path: string): number | undefined {
  try {
    const record = readProcessRecord(path);
    return record.kind === 'claimed' ? record.exitCode : undefined;
  } catch {
    return undefined;
  }
}

/** Gives up a claim whose owner died before it executed anything. */
export function removeProcessRecord(path: string): void {
  rmSync(path, { force: true });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
