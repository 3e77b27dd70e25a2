/** Shows in the job's log why a command failed, as far as the command has said it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ActionContext, ProcessExit } from '../contract/action-type.ts';
import { isDiskFull } from '../process/is-disk-full.ts';

/** The end of the output is enough to see what went wrong; all of it is in the attempt's files. */
const TAIL_BYTES = 4_096;
const TAIL_LINES = 20;

export function logErrorOutput(context: ActionContext, exit: ProcessExit): void {
  for (const line of tailLines(exit.stderrPath)) context.log.error(line);
  if (isDiskFull(context.directory)) {
    context.log.error(`The disk of ${context.directory} is full`);
  }
}

/** The last lines of a file, without empty ones; none if it cannot be read. */
export function tailLines(path: string): string[] {
  const lines = readTail(path).split('\n');
  return lines.filter((line) => line.trim() !== '').slice(-TAIL_LINES);
}

function readTail(path: string): string {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const position = Math.max(0, fstatSync(descriptor).size - TAIL_BYTES);
      const buffer = Buffer.alloc(TAIL_BYTES);
      const length = readSync(descriptor, buffer, 0, TAIL_BYTES, position);
      const text = buffer.toString('utf8', 0, length);
      // The first line is cut off unless the file begins with it.
      return position === 0 ? text : text.slice(text.indexOf('\n') + 1);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}
