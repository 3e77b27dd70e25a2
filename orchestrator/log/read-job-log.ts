/** Reads a job's log back, record by record, however large it is. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type LogFilter, matchesLogFilter } from './log-filter.ts';
import { type LogLineHead, parseLogLineHead } from './log-line.ts';

/**
 * The records that pass the filter, in the order they were written; each ends with a newline and
 * may hold several. Nothing for a job that has no log.
 *
 * @param path see `jobLogPath`; flush the job's lines first
 */
export async function* readJobLog(path: string, filter: LogFilter = {}): AsyncGenerator<string> {
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  for await (const { head, text } of records(path)) {
    if (left <= 0) return;
    if (!matchesLogFilter(filter, head, text)) continue;
    left -= 1;
    yield text;
  }
}

interface LogRecord {
  readonly head: LogLineHead;
  readonly text: string;
}

/** What is not headed like a line belongs to the record before it. */
async function* records(path: string): AsyncGenerator<LogRecord> {
  let head: LogLineHead | undefined;
  let text = '';
  for await (const line of lines(path)) {
    const nextHead = parseLogLineHead(line);
    if (nextHead === undefined) {
      text += `${line}\n`;
      continue;
    }
    if (head !== undefined) yield { head, text };
    head = nextHead;
    text = `${line}\n`;
  }
  if (head !== undefined) yield { head, text };
}

async function* lines(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, 'utf8');
  try {
    // Opening first: the line reader would otherwise not tell of a missing file.
    await new Promise<void>((resolve, reject) => {
      input.once('open', () => resolve()).once('error', reject);
    });
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    input.destroy();
  }
}
