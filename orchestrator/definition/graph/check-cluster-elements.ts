/** Whether every action that runs on a cluster knows its name node and its job tracker. */
import { child, type Element } from '../../../actions/contract/element.ts';
import { actionGrammars } from '../grammar/action-grammars.ts';
import { type Problem, problem } from '../problem.ts';
import type { ActionNode, WorkflowDefinition } from '../workflow-definition.ts';

/** The server's defaults: Oozie's properties `oozie.actions.default.*`. */
export interface ClusterDefaults {
  readonly nameNode: string | undefined;
  /** A job tracker or a resource manager. */
  readonly jobTracker: string | undefined;
}

/** E0701 for each action for which neither it, nor `global`, nor the server names one. */
export function checkClusterElements(
  definition: WorkflowDefinition,
  defaults: ClusterDefaults,
): Problem[] {
  const hasNameNode = defaults.nameNode !== undefined || has(definition.global, 'name-node');
  const hasJobTracker =
    defaults.jobTracker !== undefined ||
    has(definition.global, 'job-tracker') ||
    has(definition.global, 'resource-manager');
  const problems: Problem[] = [];
  for (const node of definition.nodes.values()) {
    if (node.kind !== 'action' || !actionGrammars.get(node.type)?.needsCluster) continue;
    const { element } = node;
    if (!hasNameNode && !has(element, 'name-node')) {
      problems.push(missing(node, 'name-node', 'oozie.actions.default.name-node'));
    } else if (
      !hasJobTracker &&
      !has(element, 'job-tracker') &&
      !has(element, 'resource-manager')
    ) {
      const what = 'job-tracker or resource-manager';
      problems.push(missing(node, what, 'oozie.actions.default.resource-manager'));
    }
  }
  return problems;
}

function has(element: Element | undefined, name: string): boolean {
  return element !== undefined && child(element, name) !== undefined;
}

function missing(node: ActionNode, what: string, setting: string): Problem {
  return problem('E0701', [`No ${what} defined`], {
    phase: 'reading',
    position: node.position,
    node: node.name,
    mend: `add it to <${node.type}> or to <global>, or set ${setting} on the server`,
  });
}
