/** Where a graph's nodes and edges lie: top to bottom, in the units of an SVG. */
import { graphlib, layout as layOut } from '@dagrejs/dagre';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { labelOf } from './graph-style.ts';
import type { GraphEdge, GraphNode, WorkflowGraph } from './workflow-graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode {
  readonly node: GraphNode;
  readonly center: Point;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** From the border of one node to that of the other. */
  readonly points: readonly Point[];
}

export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Laying out takes a second from here on; nobody can look at more. */
const NODES_MAX = 400;

/** Of the drawn font, at its size: a wide average, so that names fit. */
const CHARACTER_WIDTH = 8;
const NODE_HEIGHT = 36;
const NODE_WIDTH_MIN = 54;
/** Around a name, within its shape. */
const PADDING = 24;
/** Shapes whose sides slope hold less text than a rectangle of their size. */
const SLOPING_FACTOR = 1.6;
const MARGIN = 8;

const slopingKinds: ReadonlySet<GraphNode['kind']> = new Set(['fork', 'join', 'decision']);

/** @throws HowdahError E0307 for a graph that is too large to be drawn */
export function layOutGraph(graph: WorkflowGraph): PlacedGraph {
  if (graph.nodes.length > NODES_MAX) {
    const reason = `a graph of ${graph.nodes.length} nodes is not drawn, ${NODES_MAX} at most`;
    throw new HowdahError('E0307', [reason], { mend: 'take format=dot and draw it elsewhere' });
  }
  const drawing = new graphlib.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: 'TB', marginx: MARGIN, marginy: MARGIN, ranksep: 40, nodesep: 24 });
  // The library keeps its nodes in plain objects, in which some names mean something.
  const ids = new Map(graph.nodes.map(({ name }, index) => [name, `n${index}`]));
  const idOf = (name: string) => ids.get(name) ?? name;
  for (const node of graph.nodes) drawing.setNode(idOf(node.name), sizeOf(node));
  for (const [index, { from, to }] of graph.edges.entries()) {
    drawing.setEdge(idOf(from), idOf(to), {}, `e${index}`);
  }
  layOut(drawing);
  const { width = 0, height = 0 } = drawing.graph() as { width?: number; height?: number };
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: graph.nodes.map((node) => placedNode(node, drawing.node(idOf(node.name)) as Placement)),
    edges: graph.edges.map((edge, index) => {
      const { from, to } = edge;
      const placed = drawing.edge(idOf(from), idOf(to), `e${index}`) as { points: Point[] };
      return { edge, points: placed.points };
    }),
  };
}

type Placement = Point & { readonly width: number; readonly height: number };

function placedNode(node: GraphNode, { x, y, width, height }: Placement): PlacedNode {
  return { node, center: { x, y }, width, height };
}

function sizeOf({ name, kind }: GraphNode): { width: number; height: number } {
  const factor = slopingKinds.has(kind) ? SLOPING_FACTOR : 1;
  const textWidth = [...labelOf(name)].length * CHARACTER_WIDTH + PADDING;
  const width = Math.max(NODE_WIDTH_MIN, textWidth) * factor;
  return { width, height: NODE_HEIGHT * factor };
}
