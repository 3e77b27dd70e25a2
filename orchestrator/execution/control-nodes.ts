/** Carries out decisions and kill messages: within the transition where they need no I/O. */

import { ActionError } from '../../actions/contract/action-type.ts';
import type { ErrorClass } from '../../base/error/error-code.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { SpoiltElementError } from '../definition/el/spoilt-element-error.ts';
import type { DecisionNode, KillNode } from '../definition/workflow-definition.ts';
import type { ImmediateAnswer } from '../job/transition.ts';
import type { WorkflowCommand } from '../job/workflow-command.ts';
import type { WorkflowDraft } from '../job/workflow-draft.ts';
import type { WorkflowEvent } from '../job/workflow-event.ts';
import type { ClaimsAhead } from './claims-ahead.ts';
import type { HeldJob } from './held-job.ts';
import type { EvaluatedJob, JobEvaluator } from './job-evaluator.ts';

/** @param claims undefined where other servers might start the actions as well */
export function immediateAnswers(
  evaluator: JobEvaluator,
  claims: ClaimsAhead | undefined,
  job: HeldJob,
): ImmediateAnswer {
  return (command, draft) => {
    const node = controlNodeOf(job, command);
    if (node === undefined) return claims?.answer(jobInTransition(job, draft), command);
    if (evaluator.doesInputOutput(job, node)) return undefined;
    return evaluateControlNode(evaluator, jobInTransition(job, draft), node);
  };
}

function jobInTransition(job: HeldJob, draft: WorkflowDraft): EvaluatedJob {
  const { row, definition, configuration } = job;
  const actions = { get: (name: string) => draft.action(name) };
  return { row, definition, configuration, state: { job: draft.job, actions } };
}

/** The event that answers a command to evaluate; undefined for other commands. */
export function answerAfterCommit(
  evaluator: JobEvaluator,
  job: HeldJob,
  command: WorkflowCommand,
): WorkflowEvent | undefined {
  const node = controlNodeOf(job, command);
  return node && evaluateControlNode(evaluator, job, node);
}

function controlNodeOf(
  job: HeldJob,
  command: WorkflowCommand,
): DecisionNode | KillNode | undefined {
  if (command.kind !== 'evaluate-decision' && command.kind !== 'evaluate-kill-message') {
    return undefined;
  }
  const node = job.definition.nodes.get(command.name);
  return node?.kind === 'decision' || node?.kind === 'kill' ? node : undefined;
}

function evaluateControlNode(
  evaluator: JobEvaluator,
  job: EvaluatedJob,
  node: DecisionNode | KillNode,
): WorkflowEvent {
  try {
    return node.kind === 'decision'
      ? { kind: 'decided', name: node.name, ...evaluator.decide(job, node) }
      : killMessage(node.name, evaluator.killMessage(job, node), undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (node.kind === 'kill') {
      const unreadable = new HowdahError('E0756', [reason]);
      return killMessage(node.name, undefined, unreadable.codedMessage);
    }
    return expressionFailed(node.name, error);
  }
}

function killMessage(
  name: string,
  message: string | undefined,
  error: string | undefined,
): WorkflowEvent {
  return { kind: 'kill-message', name, message, error };
}

/**
 * What evaluating a node threw. An expression that cannot be evaluated fails the job at once.
 * @param errorClass what else the error is to do
 */
export function expressionFailed(
  name: string,
  error: unknown,
  errorClass: ErrorClass = 'FAILED',
): WorkflowEvent {
  const isOurs = error instanceof HowdahError || error instanceof ActionError;
  return {
    kind: 'failed',
    name,
    attempt: undefined,
    phase: 'start',
    errorClass,
    errorCode: isOurs ? error.code : 'EL_ERROR',
    errorMessage: messageOf(error),
    ...(error instanceof SpoiltElementError && { conf: error.text }),
  };
}

/** Codes of expressions say nothing that their messages do not; others stand before theirs. */
const codesOfExpressions: ReadonlySet<string> = new Set(['EL_ERROR', 'XML_ERROR']);

function messageOf(error: unknown): string {
  if (error instanceof HowdahError && !codesOfExpressions.has(error.code))
    return error.codedMessage;
  return error instanceof Error ? error.message : String(error);
}
