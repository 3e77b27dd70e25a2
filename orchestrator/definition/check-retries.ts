/** Evaluates the retry attributes of a definition when a job is submitted, as Oozie does. */
import { Evaluator } from './el/evaluator.ts';
import { submissionPhase } from './el/workflow-phases.ts';
import { submissionVariables } from './el/workflow-variables.ts';
import { type Problem, problem } from './problem.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

/** Whether they are numbers is not looked at; only that they can be evaluated. */
export function checkRetries(
  definition: Pick<WorkflowDefinition, 'nodes'>,
  configuration: ReadonlyMap<string, string>,
): Problem[] {
  const problems: Problem[] = [];
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
        const mend = `submit a value for what ${text} needs, or write a number`;
        const { name, position } = node;
        problems.push(problem('E0703', [reason], { phase: 'reading', position, mend, node: name }));
      }
    }
  }
  return problems;
}
