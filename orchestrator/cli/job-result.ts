/** How a job that has ended is reported: its exit status, and why it failed. */
import type { JobDetails } from '../api/native/views.ts';
import { actionError } from './action-line.ts';
import { formatElapsed } from './elapsed.ts';
import { exitCodes } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** @returns the exit status */
export function reportResult(job: JobDetails, terminal: Terminal): number {
  const { id, status, startTime, endTime } = job;
  const elapsedMs = startTime && endTime ? Date.parse(endTime) - Date.parse(startTime) : 0;
  terminal.out(`${status.padEnd(9)} ${id}  ${formatElapsed(elapsedMs)}`);
  if (status === 'SUCCEEDED') return exitCodes.ok;
  for (const line of failureLines(job)) terminal.err(line);
  return exitCodes.failed;
}

/** The kill node's message if one was reached, and the errors that led there. */
function failureLines({ id, status, actions }: JobDetails): string[] {
  const lines: string[] = [];
  for (const action of actions) {
    if (action.type !== ':KILL:') continue;
    const code = action.errorCode ?? 'E0729';
    lines.push(`error: ${code}: ${action.errorMessage ?? ''}`.trimEnd());
  }
  for (const action of actions) {
    const error = action.type === ':KILL:' ? undefined : actionError(action);
    if (error === undefined) continue;
    lines.push(lines.length === 0 ? `error: ${error}` : `  ${error}`);
    lines.push(`  at node ${action.name}`);
    const directory = action.attempts?.at(-1)?.directory;
    if (directory !== undefined) lines.push(`  output: ${directory}`);
  }
  if (lines.length === 0) lines.push(`error: the job was ${status} from outside`);
  lines.push(`  log: howdah job ${id} --log`);
  return lines;
}
