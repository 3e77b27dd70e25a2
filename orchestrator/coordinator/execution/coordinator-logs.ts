/** Writes what happens to coordinators into their logs, in the shape of Oozie's log lines. */
import type { JobLog, LogLevel } from '../../log/job-log.ts';
import { coordinatorActionId } from '../../store/coordinator-rows.ts';
import type { CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { CoordinatorResult } from './coordinator-batch.ts';

export class CoordinatorLogs {
  readonly #log: JobLog;

  constructor(log: JobLog) {
    this.#log = log;
  }

  /** Follows a commit: a line for each status that changed. */
  committed({ held, change }: CoordinatorResult): void {
    if (held === undefined || change === undefined) return;
    const { row } = held;
    for (const command of change.commands) {
      if (command.kind === 'tell-job') {
        const { status, reason } = command;
        const why = reason === undefined ? '' : ` message=${reason}`;
        const level = reason === undefined ? 'INFO' : 'ERROR';
        this.write(row, level, 'CoordinatorStatus', `job status=${status}${why}`);
      } else if (command.kind === 'tell-action') {
        const action = change.actions.get(command.number);
        const facts = [`action status=${command.status}`];
        if (action?.workflowId !== undefined) facts.push(`workflow=${action.workflowId}`);
        if (action?.errorCode) facts.push(`error=${action.errorCode}`);
        if (action?.errorMessage) facts.push(`message=${action.errorMessage}`);
        const level = action?.errorCode ? 'WARN' : 'INFO';
        this.write(row, level, 'CoordinatorActionStatus', facts.join(' '), command.number);
      }
    }
  }

  write(
    row: Pick<CoordinatorJobRow, 'id' | 'app_name' | 'user_name' | 'group_name'>,
    level: LogLevel,
    component: string,
    message: string,
    actionNumber?: number,
  ): void {
    this.#log.write({
      level,
      component,
      jobId: row.id,
      actionId: actionNumber === undefined ? undefined : coordinatorActionId(row.id, actionNumber),
      appName: row.app_name,
      user: row.user_name,
      group: row.group_name ?? undefined,
      message,
    });
  }
}
