/** Evaluates the retry attributes of a definition when a job is submitted, as Oozie does. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { Evaluator } from '../definition/el/evaluator.ts';
import { submissionPhase } from '../definition/el/workflow-phases.ts';
import { submissionVariables } from '../definition/el/workflow-variables.ts';
import type { WorkflowDefinition } from '../definition/workflow-definition.ts';

/**
 * Whether they are numbers is not looked at; only that they can be evaluated.
 *
 * @throws HowdahError E0703
 */
export function checkRetries(
  definition: WorkflowDefinition,
  configuration: ReadonlyMap<string, string>,
): void {
  let evaluator: Evaluator<undefined> | undefined;
  for (const node of definition.nodes.values()) {
    if (node.kind !== 'action') continue;
    for (const text of [node.retry.max, node.retry.interval, node.retry.policy]) {
      if (text?.includes('${') !== true) continue;
      evaluator ??= new Evaluator(submissionPhase, undefined, submissionVariables(configuration));
      try {
        evaluator.evaluate(text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const { name: subject, position } = node;
        throw new HowdahError('E0703', [reason], { subject, position, cause: error });
      }
    }
  }
}
