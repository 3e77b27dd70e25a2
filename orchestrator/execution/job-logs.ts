/** Writes what happens to jobs into their logs, in the shape of Oozie's log lines. */
import type { ActionLog } from '../../actions/contract/action-type.ts';
import type { HowdahError } from '../../base/error/howdah-error.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import type { JobLog, LogLevel } from '../log/job-log.ts';
import { actionId } from '../store/workflow-rows.ts';
import type { CommitResult } from './commit-batch.ts';
import type { HeldJob } from './held-job.ts';

export class JobLogs {
  readonly #log: JobLog;

  constructor(log: JobLog) {
    this.#log = log;
  }

  /** Follows a commit: a line for each action and job that changed. */
  committed({ job, changed = [], newStatus }: CommitResult): void {
    if (job === undefined) return;
    for (const action of changed) {
      const level = action.errorCode === undefined ? 'INFO' : 'WARN';
      this.#write(job, level, 'ActionStatus', action.name, describeAction(action));
    }
    if (newStatus !== undefined) {
      this.#write(job, 'INFO', 'JobStatus', undefined, `job status=${newStatus}`);
    }
  }

  jobFailed(job: HeldJob, error: HowdahError): void {
    this.#write(job, 'ERROR', 'JobStatus', undefined, error.codedMessage);
  }

  actionLog(job: HeldJob, actionName: string): ActionLog {
    const write = (level: LogLevel) => (message: string) =>
      this.#write(job, level, 'ActionExecutor', actionName, message);
    return { info: write('INFO'), warn: write('WARN'), error: write('ERROR') };
  }

  #write(
    job: HeldJob,
    level: LogLevel,
    component: string,
    actionName: string | undefined,
    message: string,
  ): void {
    this.#log.write({
      level,
      component,
      jobId: job.row.id,
      actionId: actionName === undefined ? undefined : actionId(job.row.id, actionName),
      appName: job.row.app_name,
      user: job.row.user_name,
      group: job.row.group_name ?? undefined,
      message,
    });
  }
}

function describeAction(action: WorkflowAction): string {
  const facts = [`action status=${action.status}`];
  if (action.attempt > 0) facts.push(`attempt=${action.attempt}`);
  if (action.transition !== undefined) facts.push(`transition=${action.transition}`);
  if (action.errorCode !== undefined) facts.push(`error=${action.errorCode}`);
  if (action.errorMessage !== undefined) facts.push(`message=${action.errorMessage}`);
  return facts.join(' ');
}
