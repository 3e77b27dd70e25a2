/** Progress of running drivers, from the files that they write in their attempt's directory. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowActionRow } from '../../store/database-schema.ts';
import type { ApiContext } from '../api-context.ts';
import type { ActionProgress } from './views.ts';

/** Written by the submit script of the engine: one JSON object a line, the last one counts. */
const PROGRESS_FILE = 'progress.ndjson';

/** Several times the length of a line; the beginning of the file tells nothing new. */
const TAIL_BYTES = 64 * 1_024;

/** Types whose process reports progress. */
const reportingTypes: ReadonlySet<string> = new Set(['spark']);

/**
 * What the action's running process told last; undefined when it has told nothing.
 *
 * @param run the job's
 */
export async function readProgress(
  action: WorkflowActionRow,
  run: number,
  { workflows }: ApiContext,
): Promise<ActionProgress | undefined> {
  if (action.status !== 'RUNNING' || !reportingTypes.has(action.type)) return undefined;
  const { job_id: jobId, name, attempt } = action;
  const directory = workflows.attemptDirectory(jobId, name, run, attempt);
  return lastLine(await readTail(join(directory, PROGRESS_FILE)));
}

function lastLine(text: string): ActionProgress | undefined {
  // The last line may be half written.
  for (const line of text.split('\n').slice(0, -1).reverse()) {
    try {
      return JSON.parse(line) as ActionProgress;
    } catch {
      // A line that the tail begins within.
    }
  }
  return undefined;
}

async function readTail(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
