/** A job's log, error log or audit log: the records that the filter lets through. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { LogFilter } from '../../log/log-filter.ts';
import type { LoggedJob } from '../../log/read-job-log.ts';
import { AUDIT_COMPONENT } from '../audit.ts';
import { TEXT_CONTENT_TYPE } from './oozie-json.ts';
import type { OozieCall } from './oozie-resource.ts';
import { type LogTimes, parseLogFilter, requireTimeOrder } from './parse-log-filter.ts';
import { queryText } from './query-parameters.ts';

export type LogKind = 'log' | 'errorlog' | 'auditlog';

/** What each log takes of all that is written about a job. */
const contents: Readonly<Record<LogKind, LogFilter>> = {
  log: { exceptComponent: AUDIT_COMPONENT },
  errorlog: { exceptComponent: AUDIT_COMPONENT, levels: new Set(['WARN', 'ERROR', 'FATAL']) },
  auditlog: { component: AUDIT_COMPONENT },
};

/** @param more what the kind of job asks for besides the filter, such as certain actions */
export function sendLog(
  job: LoggedJob,
  kind: LogKind,
  { request, reply, context }: OozieCall,
  more: LogFilter = {},
): FastifyReply {
  const times = { nowMs: context.clock.now(), jobMs: job.created_ms };
  const asked = readFilter(queryText(request, 'logfilter'), times);
  inE0307(() => requireTimeOrder(asked));
  const records = context.readLog(job, { ...contents[kind], ...asked, ...more });
  const shown = kind === 'auditlog' ? auditLines(records) : records;
  return reply
    .header('content-type', TEXT_CONTENT_TYPE)
    .send(Readable.from(shown, { objectMode: false }));
}

/** Oozie's audit lines have no fields before the message. */
async function* auditLines(records: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const record of records) {
    yield record.replace(/ - SERVER\[.*? ACTION\[[^\]]*\] (?=IP \[)/, ' - ');
  }
}

/** Oozie looks at the filter before it looks for the job. @throws HowdahError as `sendLog` */
export function requireLogFilter({ request, context }: OozieCall): void {
  readFilter(queryText(request, 'logfilter'), { nowMs: context.clock.now(), jobMs: 0 });
}

/** @throws HowdahError E0307 around E0302, as Oozie wraps it */
function readFilter(text: string | undefined, times: LogTimes): LogFilter {
  if (text === undefined) return {};
  return inE0307(() => parseLogFilter(text, times));
}

function inE0307<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    throw new HowdahError('E0307', [error.codedMessage], { cause: error });
  }
}
