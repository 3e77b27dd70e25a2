/** Progress of running drivers, from the files that they write in their attempt's directory. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowActionRow } from '../../store/database-schema.ts';
import type { ApiContext } from '../api-context.ts';
import type { ActionProgress, StageProgress } from './views.ts';

/** Appended to by the engine's driver: one JSON object a line for what happens to job and stage. */
const PROGRESS_FILE = 'progress.ndjson';

/** Hundreds of lines; what stands before them is past. */
const TAIL_BYTES = 64 * 1_024;

/** Types whose process reports progress. */
const reportingTypes: ReadonlySet<string> = new Set(['spark']);

/**
 * How far the action's running process says it is; undefined when it has told nothing.
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
  const events = parseLines(await readTail(join(directory, PROGRESS_FILE)));
  return events.length === 0 ? undefined : summarize(events);
}

/** The driver's lines: `{event: 'job', jobId, status}`, `{event: 'stage', stageId, …}`, totals. */
interface ProgressEvent extends StageProgress {
  readonly event: 'job' | 'stage' | 'totals';
  readonly jobId: number;
  readonly status: string;
}

function summarize(events: readonly ProgressEvent[]): ActionProgress {
  const running = new Map<number, StageProgress>();
  const endedJobs = new Set<number>();
  for (const { event, jobId, status, stageId, name, tasksCompleted, tasksTotal } of events) {
    if (event === 'stage' && status === 'running') {
      running.set(stageId, { stageId, name, tasksCompleted, tasksTotal });
    } else if (event === 'stage') {
      running.delete(stageId);
    } else if (event === 'job' && status !== 'running') {
      endedJobs.add(jobId);
      // Stages that their job no longer needed are not told of again.
      running.clear();
    }
  }
  const stages = [...running.values()].sort((left, right) => left.stageId - right.stageId);
  return { jobsEnded: endedJobs.size, stages };
}

function parseLines(text: string): ProgressEvent[] {
  // The last line may be half written, and the tail may begin within a line.
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as ProgressEvent];
      } catch {
        return [];
      }
    });
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
