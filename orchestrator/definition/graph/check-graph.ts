/** Checks the graph of a definition that was read without errors. */
import { type Problem, problem } from '../problem.ts';
import { START_NODE_NAME, type WorkflowDefinition } from '../workflow-definition.ts';
import { type ClusterDefaults, checkClusterElements } from './check-cluster-elements.ts';
import { checkForkJoin } from './check-fork-join.ts';
import { walkGraph } from './walk-graph.ts';

export interface GraphOptions {
  /**
   * Whether forks and joins must pair: both the server's `oozie.validate.ForkJoin` and the job's
   * `oozie.wf.validate.ForkJoin` allow it.
   */
  readonly validateForkJoin: boolean;
  /** What actions get that name no name node or job tracker; undefined demands nothing. */
  readonly clusterDefaults?: ClusterDefaults | undefined;
}

/**
 * Everything that is wrong with the graph, in Oozie's order, and a warning for each node that no
 * path leads to. Linear in nodes and transitions.
 */
export function checkGraph(definition: WorkflowDefinition, options: GraphOptions): Problem[] {
  const { clusterDefaults } = options;
  const missing = clusterDefaults ? checkClusterElements(definition, clusterDefaults) : [];
  const walk = walkGraph(definition);
  if (walk.problems.length > 0) return [...missing, ...walk.problems];
  const unpaired = options.validateForkJoin ? checkForkJoin(definition, walk) : [];
  return [...missing, ...unpaired, ...unreachableNodes(definition, walk.reached)];
}

function unreachableNodes(definition: WorkflowDefinition, reached: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  for (const node of definition.nodes.values()) {
    // An end that nothing leads to is common in apps that always end in a kill node.
    if (reached.has(node.name) || node.name === START_NODE_NAME || node.kind === 'end') continue;
    problems.push(
      problem('HOWDAH_UNREACHABLE_NODE', [node.name], {
        severity: 'warning',
        phase: 'advice',
        position: node.position,
        node: node.name,
        mend: 'lead a transition to it, or remove it',
      }),
    );
  }
  return problems;
}
