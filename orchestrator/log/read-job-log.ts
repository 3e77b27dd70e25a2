/** Reads one job's lines back out of the log of all, record by record, however large it is. */
import { open } from 'node:fs/promises';
import { type LogFilter, matchesLogFilter } from './log-filter.ts';
import { CONTINUATION_MARK, parseLogLineHead } from './log-line.ts';
import { listLogSegments, segmentsBetween } from './log-segments.ts';

/** Whose lines, and between which times they can lie. The row of any kind of job is one. */
export interface LoggedJob {
  readonly id: string;
  readonly created_ms: number;
  readonly ended_ms: number | null;
}

/** A clock that was put right in between, and commands that came after the job's end. */
const TIME_SLACK_MS = 86_400_000;
const CHUNK_BYTES = 1_048_576;
const NEWLINE = 0x0a;
const CONTINUATION_BYTE = CONTINUATION_MARK.charCodeAt(0);

/**
 * The records that pass the filter, in the order they were written; each ends with a newline and
 * may hold several. Nothing for a job that has written none.
 *
 * @param directory see `JobLogOptions`; flush the log first
 */
export async function* readJobLog(
  directory: string,
  job: LoggedJob,
  filter: LogFilter = {},
): AsyncGenerator<string> {
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  const toMs = job.ended_ms === null ? Number.POSITIVE_INFINITY : job.ended_ms + TIME_SLACK_MS;
  const fromMs = job.created_ms - TIME_SLACK_MS;
  for (const { path } of segmentsBetween(listLogSegments(directory), fromMs, toMs)) {
    for await (const record of recordsOf(job.id, path)) {
      if (left <= 0) return;
      const head = parseLogLineHead(record);
      // The id may stand in the message of another job's line.
      if (head === undefined || head.jobId !== job.id) continue;
      const text = record.replaceAll(`\n${CONTINUATION_MARK}`, '\n');
      if (!matchesLogFilter(filter, head, text)) continue;
      left -= 1;
      yield text;
    }
  }
}

/** Every record in which the job is named. */
async function* recordsOf(jobId: string, path: string): AsyncGenerator<string> {
  const needle = Buffer.from(`JOB[${jobId}]`);
  for await (const block of blocksOf(path)) {
    let found = block.indexOf(needle);
    while (found >= 0) {
      const end = endOfRecord(block, found);
      yield block.toString('utf8', startOfRecord(block, found), end);
      found = block.indexOf(needle, end);
    }
  }
}

/** The segment in pieces that hold whole records. A segment that has just been removed is empty. */
async function* blocksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    let carried = Buffer.alloc(0);
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0);
      if (bytesRead === 0) break;
      const content = Buffer.concat([carried, buffer.subarray(0, bytesRead)]);
      const end = endOfWholeRecords(content);
      yield content.subarray(0, end);
      carried = content.subarray(end);
    }
    // What is being written now is no line yet.
    yield carried.subarray(0, carried.lastIndexOf(NEWLINE) + 1);
  } finally {
    await file.close();
  }
}

/** Behind the last line of which it is known that no other continues it. */
function endOfWholeRecords(content: Buffer): number {
  let newline = content.lastIndexOf(NEWLINE);
  while (newline >= 0) {
    const next = content[newline + 1];
    if (next !== undefined && next !== CONTINUATION_BYTE) return newline + 1;
    newline = newline === 0 ? -1 : content.lastIndexOf(NEWLINE, newline - 1);
  }
  return 0;
}

function startOfRecord(block: Buffer, position: number): number {
  let start = block.lastIndexOf(NEWLINE, position) + 1;
  while (start > 0 && block[start] === CONTINUATION_BYTE) {
    start = start === 1 ? 0 : block.lastIndexOf(NEWLINE, start - 2) + 1;
  }
  return start;
}

function endOfRecord(block: Buffer, position: number): number {
  let end = block.indexOf(NEWLINE, position) + 1;
  while (block[end] === CONTINUATION_BYTE) end = block.indexOf(NEWLINE, end) + 1;
  return end;
}
