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
  const actions = [...definition.nodes.values()].filter((node) => node.kind === 'action');
  return actions.flatMap((node) => missingClusterElement(node, definition.global, defaults) ?? []);
}

/** What an action lacks first: the name node, then the job tracker. */
export function missingClusterElement(
  node: ActionNode,
  global: Element | undefined,
  { nameNode, jobTracker }: ClusterDefaults,
): Problem | undefined {
  if (!actionGrammars.get(node.type)?.needsCluster) return undefined;
  const names = (...elements: string[]) =>
    elements.some((name) => child(node.element, name) ?? (global && child(global, name)));
  if (nameNode === undefined && !names('name-node')) {
    return missing(node, 'name-node', 'oozie.actions.default.name-node');
  }
  if (jobTracker === undefined && !names('job-tracker', 'resource-manager')) {
    const what = 'job-tracker or resource-manager';
    return missing(node, what, 'oozie.actions.default.resource-manager');
  }
  return undefined;
}

function missing(node: ActionNode, what: string, setting: string): Problem {
  return problem('E0701', [`No ${what} defined`], {
    phase: 'reading',
    position: node.position,
    node: node.name,
    mend: `add it to <${node.type}> or to <global>, or set ${setting} on the server`,
  });
}
