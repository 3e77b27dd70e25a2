/** Carries out commands on coordinators and bundles, and notes in their logs who asked for what. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { ApiContext } from './api-context.ts';
import { addressOf, audit } from './audit.ts';
import type { CommandOutcome, Requester } from './workflow-command.ts';

/** What is known of any coordinator or bundle. */
export interface RecurringJob {
  readonly id: string;
  readonly app_name: string;
  readonly user_name: string;
  readonly group_name: string | null;
  readonly status: string;
}

export interface AskedCommand {
  readonly operation: string;
  /** What it was asked with. */
  readonly parameter?: string | undefined;
  readonly requester: Requester;
  /** The job as it is. @throws HowdahError E0604 */
  job(): Promise<RecurringJob>;
}

/** @throws HowdahError what the work throws, which is noted, too */
export async function auditedCommand<Result>(
  context: ApiContext,
  asked: AskedCommand,
  work: () => Promise<Result>,
): Promise<Result> {
  const job = await asked.job();
  const { id, app_name: appName, user_name: user, group_name: group } = job;
  const note = (error?: HowdahError) =>
    audit(
      context,
      { id, appName, user, group },
      {
        ...{ operation: asked.operation, parameter: asked.parameter ?? id, error },
        caller: asked.requester.caller,
        address: addressOf(asked.requester.request),
      },
    );
  try {
    const result = await work();
    note();
    return result;
  } catch (error) {
    if (error instanceof HowdahError) note(error);
    throw error;
  }
}

/** Where Oozie answers 200 and does nothing, this says so, and why. */
export async function carryOutRecurring(
  context: ApiContext,
  asked: AskedCommand,
  work: () => Promise<'accepted' | 'ignored'>,
): Promise<CommandOutcome> {
  const result = await auditedCommand(context, asked, work);
  if (result === 'accepted') return { result };
  const job = await asked.job();
  const reason = `the job is ${job.status}, in which ${asked.operation} does nothing`;
  noteIgnored(context, job, reason);
  return { result, reason };
}

export function noteIgnored(context: ApiContext, job: RecurringJob, reason: string): void {
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
