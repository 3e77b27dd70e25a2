/** `show=log`: a job's log, the lines that the filter lets through. */

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';
import { filterLogLines, type LogFilter, parseLogFilter } from './log-filter.ts';
import { TEXT_CONTENT_TYPE } from './oozie-json.ts';
import { queryText } from './query-parameters.ts';

export async function sendLog(
  jobId: string,
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
): Promise<FastifyReply> {
  const filter = readFilter(queryText(request, 'logfilter'), context.clock.now());
  await context.flushLogs();
  reply.header('content-type', TEXT_CONTENT_TYPE);
  const stream = createReadStream(context.jobLogPath(jobId), { encoding: 'utf8' });
  try {
    await once(stream, 'open');
  } catch {
    // Nothing has been logged yet.
    return reply.send('');
  }
  return reply.send(filter === undefined ? stream : filterLogLines(stream, filter));
}

/** @throws HowdahError E0307 around E0302, as Oozie wraps it */
function readFilter(text: string | undefined, nowMs: number): LogFilter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return parseLogFilter(text, nowMs);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    throw new HowdahError('E0307', [error.codedMessage], { cause: error });
  }
}
