/** `show=log`, `errorlog` and `auditlog`: the records of a workflow job that pass the filter. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { LoggedJob } from '../../log/read-job-log.ts';
import type { JobAnswer, JobCall } from './job-answers.ts';
import { type LogKind, requireLogFilter, sendLog } from './log-answer.ts';

export function showWorkflowLog(kind: LogKind): JobAnswer {
  return async (call: JobCall): Promise<FastifyReply> => {
    requireLogFilter(call);
    return sendLog(await loggedJob(call, kind), kind, call);
  };
}

/**
 * Actions have no log of their own.
 *
 * @throws HowdahError E0604, which Oozie wraps into E0307 for the log that version 0 does not have
 */
async function loggedJob({ id, version, context }: JobCall, kind: LogKind): Promise<LoggedJob> {
  try {
    return (await context.workflows.job(id)).job;
  } catch (error) {
    const isWrapped = kind === 'log' && version > 0;
    if (!isWrapped || !(error instanceof HowdahError)) throw error;
    throw new HowdahError('E0307', [error.codedMessage], { cause: error });
  }
}
