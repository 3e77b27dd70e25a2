/** Carries out a command on a workflow job and notes in its log who asked and what came of it. */
import type { FastifyRequest } from 'fastify';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { JobCommand } from '../execution/workflow-service.ts';
import type { WorkflowJobRow } from '../store/database-schema.ts';
import type { ApiContext } from './api-context.ts';
import { addressOf, auditWorkflow } from './audit.ts';

export interface Requester {
  readonly request: FastifyRequest;
  /** Undefined for somebody who names nobody. */
  readonly caller: string | undefined;
}

export type CommandOutcome =
  | { readonly result: 'accepted' }
  | { readonly result: 'ignored'; readonly reason: string };

/** In which states each command does something (oozie.md §1.12). */
const effectiveStatuses: Readonly<Record<JobCommand, string>> = {
  start: 'PREP',
  suspend: 'RUNNING',
  resume: 'SUSPENDED',
  kill: 'PREP, RUNNING or SUSPENDED',
};

/** @throws HowdahError as `WorkflowService.command` */
export async function carryOut(
  context: ApiContext,
  id: string,
  command: JobCommand,
  { request, caller }: Requester,
): Promise<CommandOutcome> {
  const facts = { operation: command, parameter: id, caller, address: addressOf(request) };
  try {
    const result = await context.workflows.command(id, command);
    auditWorkflow(context, id, facts);
    if (result === 'accepted') return { result };
  } catch (error) {
    if (error instanceof HowdahError && error.code !== 'E0604') {
      auditWorkflow(context, id, { ...facts, error });
    }
    throw error;
  }
  const { job } = await context.workflows.job(id);
  const reason = `the job is ${job.status}; ${command} needs ${effectiveStatuses[command]}`;
  noteIgnored(context, job, command, reason);
  return { result: 'ignored', reason };
}

/** @throws HowdahError as `WorkflowService.rerun` */
export async function rerunAudited(
  context: ApiContext,
  id: string,
  properties: ReadonlyMap<string, string>,
  { request, caller }: Requester,
): Promise<void> {
  const facts = { operation: 'rerun', parameter: id, caller, address: addressOf(request) };
  try {
    await context.workflows.rerun({ jobId: id, properties, user: caller });
  } catch (error) {
    if (error instanceof HowdahError && error.code !== 'E0604') {
      auditWorkflow(context, id, { ...facts, error });
    }
    throw error;
  }
  auditWorkflow(context, id, facts);
}

function noteIgnored(
  context: ApiContext,
  job: WorkflowJobRow,
  command: JobCommand,
  reason: string,
): void {
  context.log.info('ignored a command that the job is in no state for', { id: job.id, command });
  context.writeLog({
    level: 'WARN',
    component: 'JobCommand',
    jobId: job.id,
    appName: job.app_name,
    user: job.user_name,
    group: job.group_name ?? undefined,
    message: `nothing was done: ${reason}`,
  });
}
