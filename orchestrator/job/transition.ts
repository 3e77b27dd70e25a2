/**
 * The state machine of a workflow job: `(state, event) → change`. It does no I/O, reads no clock
 * and is the only place that changes a job or an action, live, in recovery and in tests.
 */
import { applyActionEvent } from './action-transitions.ts';
import { applyJobEvent } from './job-transitions.ts';
import type { WorkflowCommand } from './workflow-command.ts';
import {
  type TransitionEnvironment,
  type WorkflowChange,
  WorkflowDraft,
} from './workflow-draft.ts';
import type { WorkflowEvent } from './workflow-event.ts';
import type { WorkflowJobState } from './workflow-job-state.ts';

export interface Transition {
  /** `ignored`: nothing changed; `refused`: nothing changed, and the caller must be told. */
  readonly verdict: 'accepted' | 'ignored' | 'refused';
  readonly change: WorkflowChange;
}

/**
 * Answers a command within the transition; undefined leaves the command to be carried out after
 * the commit. It sees the state that led to the command.
 */
export type ImmediateAnswer = (
  command: WorkflowCommand,
  draft: WorkflowDraft,
) => WorkflowEvent | undefined;

export function transition(
  state: WorkflowJobState,
  event: WorkflowEvent,
  environment: TransitionEnvironment,
  answer: ImmediateAnswer = () => undefined,
): Transition {
  const draft = new WorkflowDraft(state, environment);
  const verdict = apply(draft, event);
  answerCommands(draft, answer);
  return { verdict, change: draft.finish() };
}

function apply(draft: WorkflowDraft, event: WorkflowEvent): Transition['verdict'] {
  return 'name' in event ? applyActionEvent(draft, event) : applyJobEvent(draft, event);
}

/** Decisions and kill messages that need no I/O are followed through in the same transaction. */
function answerCommands(draft: WorkflowDraft, answer: ImmediateAnswer): void {
  for (;;) {
    const answers: WorkflowEvent[] = [];
    draft.takeCommands((command) => {
      const event = answer(command, draft);
      if (event !== undefined) answers.push(event);
      return event !== undefined;
    });
    if (answers.length === 0) return;
    for (const event of answers) apply(draft, event);
  }
}
