/** Draws a graph; what a format needs is loaded when it is first asked for. */
import type { WorkflowGraph } from './workflow-graph.ts';

export const graphFormats = ['png', 'svg', 'dot'] as const;

export type GraphFormat = (typeof graphFormats)[number];

export interface GraphImage {
  readonly contentType: string;
  readonly content: string | Buffer;
}

/** @throws HowdahError E0307 for a graph that is too large to be drawn */
export async function drawGraph(graph: WorkflowGraph, format: GraphFormat): Promise<GraphImage> {
  if (format === 'dot') {
    const { dotText } = await import('./dot-text.ts');
    return { contentType: 'text/plain', content: dotText(graph) };
  }
  const { svgText } = await import('./svg-text.ts');
  const svg = svgText(graph);
  if (format === 'svg') return { contentType: 'image/svg+xml', content: svg };
  const { pngImage } = await import('./png-image.ts');
  return { contentType: 'image/png', content: await pngImage(svg) };
}

export function isGraphFormat(text: string): text is GraphFormat {
  return (graphFormats as readonly string[]).includes(text);
}
