/** Finds what has changed of a job between two looks, so that a follower is told only that. */

import type { JobView } from '../../execution/workflow-service.ts';
import type { WorkflowActionRow } from '../../store/database-schema.ts';

export class JobChanges {
  readonly #told = new Map<string, string>();
  #version = -1;

  /**
   * The actions that look different from what `next` gave before; undefined when nothing of the
   * job has changed, or when the view is older than the last one.
   */
  next({ job, actions }: JobView): readonly WorkflowActionRow[] | undefined {
    if (job.version <= this.#version) return undefined;
    this.#version = job.version;
    return actions.filter((action) => {
      const mark = markOf(action);
      const isNew = this.#told.get(action.name) !== mark;
      this.#told.set(action.name, mark);
      return isNew;
    });
  }
}

/** All that a follower is shown of an action and that can change. */
function markOf(action: WorkflowActionRow): string {
  return [
    action.status,
    action.transition,
    action.attempt,
    action.external_id,
    action.external_status,
    action.retries,
    action.user_retry_count,
    action.error_code,
    action.started_ms,
    action.ended_ms,
  ].join('|');
}
