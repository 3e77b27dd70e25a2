/** Notes in a job's log who did what to it: what Oozie keeps as its audit log. */
import type { FastifyRequest } from 'fastify';
import type { HowdahError } from '../../base/error/howdah-error.ts';
import type { ApiContext } from './api-context.ts';

/** By this name the lines are found again among all others. */
export const AUDIT_COMPONENT = 'oozieaudit';

/** A job of any kind. */
export interface AuditedJob {
  readonly id: string;
  readonly appName: string;
  readonly user: string;
  readonly group: string | null;
}

export interface AuditedCommand {
  readonly operation: string;
  readonly parameter: string | null;
  /** Who asked; the job's owner if nobody is known to have. */
  readonly caller: string | undefined;
  /** Address that the request came from. */
  readonly address: string;
  readonly error?: HowdahError | undefined;
}

const HTTP_OK = 200;

/** Adds the line; what fails on the way keeps nobody from working. */
export function audit(context: ApiContext, job: AuditedJob, command: AuditedCommand): void {
  const { operation, parameter, caller, address, error } = command;
  const fields = [
    ['IP', address],
    ['USER', caller ?? job.user],
    ['GROUP', job.group],
    ['APP', job.appName],
    ['JOBID', job.id],
    ['OPERATION', operation],
    ['PARAMETER', parameter],
    ['STATUS', error === undefined ? 'SUCCESS' : 'FAILED'],
    ['HTTPCODE', error?.httpStatus ?? HTTP_OK],
    ['ERRORCODE', error?.code ?? null],
    ['ERRORMESSAGE', error?.message ?? null],
  ] as const;
  context.writeLog({
    level: 'INFO',
    component: AUDIT_COMPONENT,
    jobId: job.id,
    appName: job.appName,
    user: job.user,
    group: job.group ?? undefined,
    message: fields.map(([name, value]) => `${name} [${value}]`).join(', '),
  });
}

/** The same for a workflow job, which is looked up once; returns at once. */
export function auditWorkflow(
  context: ApiContext,
  jobId: string,
  ...commands: readonly AuditedCommand[]
): void {
  context.workflows
    .job(jobId)
    .then(({ job }) => {
      const { id, app_name: appName, user_name: user, group_name: group } = job;
      for (const command of commands) audit(context, { id, appName, user, group }, command);
    })
    .catch((cause: unknown) => {
      context.log.warn('a command was not noted in the log of its job', {
        jobId,
        operations: commands.map(({ operation }) => operation).join(', '),
        problem: cause instanceof Error ? cause.message : String(cause),
      });
    });
}

/** Notes a submission; one that starts its job is two commands. */
export function auditSubmission(
  context: ApiContext,
  job: AuditedJob,
  isStarted: boolean,
  facts: Pick<AuditedCommand, 'caller' | 'address'>,
): void {
  audit(context, job, { operation: 'submit', parameter: null, ...facts });
  if (isStarted) audit(context, job, { operation: 'start', parameter: job.id, ...facts });
}

/** The address without what a socket of the newer protocol puts before it. */
export function addressOf(request: FastifyRequest): string {
  return request.ip.replace(/^::ffff:(?=[\d.]+$)/i, '');
}
