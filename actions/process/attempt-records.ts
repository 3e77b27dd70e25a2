/** Reads what the wrapper has left: its claim and the exit status of the command. */
import { readFileSync, rmSync } from 'node:fs';
import type { ProcessIdentity } from '../../base/process/process-identity.ts';
import { parseProcessStat } from './process-table.ts';

/**
 * - `absent`: nobody has begun to run the command.
 * - `incomplete`: somebody is about to, or died before the command was executed.
 * - `complete`: the command was, or is about to be, executed by the process `owner`.
 */
export type ClaimRecord =
  | { readonly kind: 'absent' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'complete'; readonly owner: ProcessIdentity };

/** @param path the claim file */
export function readClaim(path: string): ClaimRecord {
  const text = readIfThere(path);
  if (text === undefined) return { kind: 'absent' };
  const lines = text.split('\n');
  if (lines.length < 3) return { kind: 'incomplete' };
  const [pid = '', bootId = ''] = (lines[0] ?? '').split(' ');
  // Where there is no /proc the start time is unknown, and the number alone must do.
  const startTicks = parseProcessStat(lines[1] ?? '')?.startTicks ?? '';
  return { kind: 'complete', owner: { pid: Number(pid), startTicks, bootId } };
}

/** Gives up a claim whose owner died before it executed anything. */
export function removeClaim(path: string): void {
  rmSync(path, { force: true });
}

/** The recorded exit status; undefined while there is no complete record. */
export function readExitStatus(path: string): number | undefined {
  const line = /^(\d+)\n/.exec(readOrEmpty(path));
  return line === null ? undefined : Number(line[1]);
}

/** A record that cannot be read is no record. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A claim that cannot be read must not pass for none: the command would be run again. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
