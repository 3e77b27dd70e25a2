/** Colours and shapes, which are Oozie's: people know them. */
import { START_NODE_NAME } from '../../definition/workflow-definition.ts';
import type { GraphEdge, GraphNode, WorkflowGraph } from './workflow-graph.ts';

export type GraphColor = 'black' | 'green' | 'red' | 'yellow' | 'grey';

/** Of Graphviz, by kind of node. */
export const shapes: Readonly<Record<GraphNode['kind'], string>> = {
  start: 'circle',
  end: 'doublecircle',
  kill: 'octagon',
  decision: 'diamond',
  fork: 'triangle',
  join: 'invtriangle',
  action: 'rectangle',
};

const failedStatuses: ReadonlySet<string> = new Set(['ERROR', 'FAILED', 'KILLED']);

/** The start is always black; a node that the job has not come to, too. */
export function nodeColor({ kind, status }: GraphNode): GraphColor {
  if (kind === 'start' || status === undefined) return 'black';
  if (status === 'OK') return 'green';
  if (status === 'RUNNING') return 'yellow';
  return failedStatuses.has(status) ? 'red' : 'grey';
}

/** An edge has the colour of the node that it leads to, whether or not it was taken. */
export function edgeColors({ nodes, edges }: WorkflowGraph): Map<GraphEdge, GraphColor> {
  const colors = new Map(nodes.map((node) => [node.name, nodeColor(node)]));
  return new Map(edges.map((edge) => [edge, colors.get(edge.to) ?? 'black']));
}

/** The name as it is drawn. */
export function labelOf(name: string): string {
  return name === START_NODE_NAME ? 'start' : name;
}
