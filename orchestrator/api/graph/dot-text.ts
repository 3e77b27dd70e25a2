/** A graph in Graphviz's language, laid out as Oozie writes it. */
import { edgeColors, labelOf, nodeColor, shapes } from './graph-style.ts';
import type { WorkflowGraph } from './workflow-graph.ts';

export function dotText(graph: WorkflowGraph): string {
  const colors = edgeColors(graph);
  const lines = ['digraph {', 'graph ["rankdir"="TB"]'];
  for (const node of graph.nodes) {
    lines.push(
      `${quoted(node.name)} ["shape"="${shapes[node.kind]}","color"="${nodeColor(node)}"]`,
    );
  }
  for (const edge of graph.edges) {
    lines.push(`${quoted(edge.from)} -> ${quoted(edge.to)} ["color"="${colors.get(edge)}"]`);
  }
  return [...lines, '}'].join('\n');
}

function quoted(name: string): string {
  return `"${labelOf(name).replaceAll(/["\\]/g, '\\$&')}"`;
}
