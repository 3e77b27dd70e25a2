/** A dry run of a workflow: its resolved graph. */
import { problemView } from '../../api/native/error-view.ts';
import { checkParameters } from '../../definition/check-parameters.ts';
import { Evaluator } from '../../definition/el/evaluator.ts';
import { submissionPhase } from '../../definition/el/workflow-phases.ts';
import { submissionVariables } from '../../definition/el/workflow-variables.ts';
import { checkGraph } from '../../definition/graph/check-graph.ts';
import { readWorkflow } from '../../definition/read-workflow.ts';
import { transitionsOf, type WorkflowNode } from '../../definition/workflow-definition.ts';
import type { WorkflowView } from './dry-run-views.ts';
import type { AppDefinition } from './read-app-files.ts';

/** @throws HowdahError when the name cannot be evaluated */
export function dryRunWorkflow(
  app: AppDefinition,
  configuration: ReadonlyMap<string, string>,
): WorkflowView {
  const { definition, parameters, problems } = readWorkflow(app.text, { file: app.file });
  const checked = checkParameters({ parameters }, configuration);
  const validateForkJoin = configuration.get('oozie.wf.validate.ForkJoin') !== 'false';
  const graph = definition === undefined ? [] : checkGraph(definition, { validateForkJoin });
  const variables = submissionVariables(checked.configuration);
  const evaluator = new Evaluator(submissionPhase, undefined, variables);
  return {
    kind: 'workflow',
    name: definition === undefined ? '' : evaluator.evaluate(definition.name),
    nodes: [...(definition?.nodes.values() ?? [])].map((node) => ({
      name: node.name,
      type: typeOf(node),
      to: transitionsOf(node),
    })),
    problems: [...problems, ...checked.problems, ...graph].map(problemView),
  };
}

function typeOf(node: WorkflowNode): string {
  return node.kind === 'action' ? node.type : node.kind;
}
