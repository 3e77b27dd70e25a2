import type { WorkflowDefinition } from '../definition/workflow-definition.ts';
import type { WorkflowJobState } from '../job/workflow-job-state.ts';
import type { WorkflowJobRow } from '../store/database-schema.ts';
import type { StoredWorkflowJob } from '../store/store.ts';
import { actionFromRow, jobFromRow } from '../store/workflow-rows.ts';

/** A job as a server holds it in memory: its row, its state and what both refer to. */
export interface HeldJob {
  row: WorkflowJobRow;
  state: WorkflowJobState;
  readonly definition: WorkflowDefinition;
  /** The job's configuration, every variable resolved: what `wf:conf` sees. */
  readonly configuration: ReadonlyMap<string, string>;
}

/** Reads what a job's row refers to; both are pure and may be cached by text. */
export interface JobReader {
  definition(hash: string, text: string, format: 'xml' | 'yaml'): WorkflowDefinition;
  configuration(conf: string): ReadonlyMap<string, string>;
}

export function holdStoredJob(stored: StoredWorkflowJob, reader: JobReader): HeldJob {
  const { hash, text, format } = stored.definition;
  const actions = stored.actions.map(actionFromRow);
  return {
    row: stored.job,
    state: {
      job: jobFromRow(stored.job),
      actions: new Map(actions.map((action) => [action.name, action])),
    },
    definition: reader.definition(hash, text, format),
    configuration: reader.configuration(stored.job.conf),
  };
}
