/** `show=log`, `errorlog` and `auditlog`: the records of a workflow job that pass the filter. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { LoggedJob } from '../../log/read-job-log.ts';
import type { JobAnswer, JobCall } from './job-answers.ts';
import { type LogKind, sendLog } from './log-answer.ts';

export function showWorkflowLog(kind: LogKind): JobAnswer {
  return async (call: JobCall): Promise<FastifyReply> => {
    return sendLog(await loggedJob(call), kind, call);
  };
}

/** @throws HowdahError E0307 around E0604, as Oozie wraps it; actions have no log of their own */
async function loggedJob({ id, context }: JobCall): Promise<LoggedJob> {
  try {
    return (await context.workflows.job(id)).job;
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    throw new HowdahError('E0307', [error.codedMessage], { cause: error });
  }
}
