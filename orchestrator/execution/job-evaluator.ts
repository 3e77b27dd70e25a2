import type { Element } from '../../actions/contract/element.ts';
import type { ActionNode, DecisionNode, KillNode } from '../definition/workflow-definition.ts';
import type { ResolvedRetry } from '../job/workflow-event.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import type { HeldJob } from './held-job.ts';

/** What expressions can ask of a job, which may be in the middle of a transition. */
export interface EvaluatedJob extends Pick<HeldJob, 'row' | 'definition' | 'configuration'> {
  readonly state: {
    readonly job: HeldJob['state']['job'];
    readonly actions: { get(name: string): WorkflowAction | undefined };
  };
}

/** An action's element ready to be run. */
export interface ResolvedAction {
  readonly element: Element;
  /** The element as text: what the action's row keeps and what it is run from after a restart. */
  readonly conf: string;
  readonly configuration: ReadonlyMap<string, string>;
  readonly retry: ResolvedRetry | undefined;
}

/**
 * Evaluates the expressions of a job's nodes against its state.
 * What cannot be evaluated is a HowdahError with code EL_ERROR.
 */
export interface JobEvaluator {
  /** Whether evaluating the node reads files, so that it must not be done in a transaction. */
  doesInputOutput(job: EvaluatedJob, node: DecisionNode | KillNode): boolean;
  decide(job: EvaluatedJob, node: DecisionNode): { readonly to: string; readonly conf: string };
  killMessage(job: EvaluatedJob, node: KillNode): string;
  resolveAction(job: EvaluatedJob, node: ActionNode): Promise<ResolvedAction>;
  /** The same at once; undefined for what reads files. */
  resolveActionNow(job: EvaluatedJob, node: ActionNode): ResolvedAction | undefined;
  /** The same from the text that an earlier `resolveAction` gave; files are read again. */
  restoreAction(
    job: EvaluatedJob,
    nodeName: string,
    conf: string,
  ): Promise<Pick<ResolvedAction, 'element' | 'configuration'>>;
  /**
   * The retry attributes of an action as it is entered; undefined for what is no number, which is
   * an error of the action's start.
   */
  enteredRetry(job: EvaluatedJob, node: ActionNode): ResolvedRetry | undefined;
  /** Any text with expressions, as at the start of a job. */
  evaluateText(job: EvaluatedJob, text: string): string;
  /** The action with all that its surroundings add, before it is evaluated. */
  writtenElement(job: EvaluatedJob, node: ActionNode): Element;
  /** The text of an action or a decision before it is evaluated; empty for other nodes. */
  writtenConf(job: EvaluatedJob, nodeName: string): string;
}
