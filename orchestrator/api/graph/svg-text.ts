/** A laid out graph as an SVG image. */

import { layOutGraph, type PlacedEdge, type PlacedNode, type Point } from './graph-layout.ts';
import { edgeColors, type GraphColor, labelOf, nodeColor } from './graph-style.ts';
import type { WorkflowGraph } from './workflow-graph.ts';

/** Light enough to be seen on white, dark enough to be read. */
const strokes: Readonly<Record<GraphColor, string>> = {
  black: '#000000',
  green: '#00b300',
  red: '#e00000',
  yellow: '#d4a500',
  grey: '#999999',
};

const FONT = 'font-family="DejaVu Sans, Verdana, sans-serif" font-size="13"';
/** From the middle of a line of text down to its foot. */
const BASELINE_OFFSET = 4.5;
const ARROW_LENGTH = 9;
const ARROW_HALF_WIDTH = 3.5;

/** @throws HowdahError E0307 for a graph that is too large to be drawn */
export function svgText(graph: WorkflowGraph): string {
  const placed = layOutGraph(graph);
  const colors = edgeColors(graph);
  const { width, height } = placed;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"` +
      ` viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...placed.edges.map((edge) => drawEdge(edge, strokes[colors.get(edge.edge) ?? 'black'])),
    ...placed.nodes.map(drawNode),
    '</svg>',
  ].join('\n');
}

function drawNode(placed: PlacedNode): string {
  const { node, center } = placed;
  const name = escaped(labelOf(node.name));
  const title = node.status === undefined ? name : `${name}: ${escaped(node.status)}`;
  return [
    `<g><title>${title}</title>`,
    `<g fill="#ffffff" stroke="${strokes[nodeColor(node)]}" stroke-width="1.5">`,
    shapeOf(placed),
    `</g><text x="${round(center.x)}" y="${round(textY(placed))}" text-anchor="middle" ${FONT}>`,
    `${name}</text></g>`,
  ].join('');
}

/** Where a triangle is wide, its name is. */
function textY({ node, center, height }: PlacedNode): number {
  const shift = node.kind === 'fork' ? height / 5 : node.kind === 'join' ? -height / 5 : 0;
  return center.y + shift + BASELINE_OFFSET;
}

function shapeOf({ node, center, width, height }: PlacedNode): string {
  const { x, y } = center;
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  const ellipse = (inset: number) =>
    `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(halfWidth - inset)}"` +
    ` ry="${round(halfHeight - inset)}"/>`;
  const polygon = (...corners: readonly (readonly [number, number])[]) => {
    const points = corners.map(([right, down]) => {
      return `${round(x + right * halfWidth)},${round(y + down * halfHeight)}`;
    });
    return `<polygon points="${points.join(' ')}"/>`;
  };
  switch (node.kind) {
    case 'start':
      return ellipse(0);
    case 'end':
      return ellipse(0) + ellipse(3);
    case 'fork':
      return polygon([0, -1], [1, 1], [-1, 1]);
    case 'join':
      return polygon([0, 1], [1, -1], [-1, -1]);
    case 'decision':
      return polygon([0, -1], [1, 0], [0, 1], [-1, 0]);
    case 'kill':
      return polygon(
        ...([
          [-0.7, -1],
          [0.7, -1],
          [1, -0.4],
          [1, 0.4],
        ] as const),
        ...([
          [0.7, 1],
          [-0.7, 1],
          [-1, 0.4],
          [-1, -0.4],
        ] as const),
      );
    case 'action':
      return polygon([-1, -1], [1, -1], [1, 1], [-1, 1]);
  }
}

function drawEdge({ edge, points }: PlacedEdge, color: string): string {
  const dash = edge.transition === 'error' ? ' stroke-dasharray="5,3"' : '';
  const line = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(x)},${round(y)}`);
  const title = `${escaped(labelOf(edge.from))} to ${escaped(labelOf(edge.to))}`;
  return [
    `<g><title>${title}</title>`,
    `<path d="${line.join(' ')}" fill="none" stroke="${color}"${dash}/>`,
    `${arrowHead(points, color)}</g>`,
  ].join('');
}

function arrowHead(points: readonly Point[], color: string): string {
  const [from, tip] = [points.at(-2), points.at(-1)];
  if (from === undefined || tip === undefined) return '';
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [x, y] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const base = { x: tip.x - x * ARROW_LENGTH, y: tip.y - y * ARROW_LENGTH };
  const corners = [
    tip,
    { x: base.x - y * ARROW_HALF_WIDTH, y: base.y + x * ARROW_HALF_WIDTH },
    { x: base.x + y * ARROW_HALF_WIDTH, y: base.y - x * ARROW_HALF_WIDTH },
  ];
  const text = corners.map((corner) => `${round(corner.x)},${round(corner.y)}`).join(' ');
  return `<polygon points="${text}" fill="${color}"/>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
