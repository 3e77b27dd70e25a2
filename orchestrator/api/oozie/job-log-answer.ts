/** `show=log`: a job's log, the records that the filter lets through. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { LogFilter } from '../../log/log-filter.ts';
import type { LoggedJob } from '../../log/read-job-log.ts';
import type { ApiContext } from '../api-context.ts';
import { TEXT_CONTENT_TYPE } from './oozie-json.ts';
import { parseLogFilter } from './parse-log-filter.ts';
import { queryText } from './query-parameters.ts';

/** @param levels those of the log that is asked for, unless the filter names some */
export function sendLog(
  job: LoggedJob,
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
  levels?: ReadonlySet<string>,
): FastifyReply {
  const filter = { levels, ...readFilter(queryText(request, 'logfilter'), context.clock.now()) };
  const records = context.readLog(job, filter);
  return reply
    .header('content-type', TEXT_CONTENT_TYPE)
    .send(Readable.from(records, { objectMode: false }));
}

/** @throws HowdahError E0307 around E0302, as Oozie wraps it */
function readFilter(text: string | undefined, nowMs: number): LogFilter {
  if (text === undefined) return {};
  try {
    return parseLogFilter(text, nowMs);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    throw new HowdahError('E0307', [error.codedMessage], { cause: error });
  }
}
