/** `GET /jobs/ID/graph`: nodes and edges for programs, or an image for people. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { drawGraph, type GraphFormat } from '../graph/draw-graph.ts';
import type { WorkflowGraph } from '../graph/workflow-graph.ts';
import { operation } from './operation.ts';
import { graphAnswer, graphQuery, jobParameters } from './schemas.ts';

interface GraphRequest {
  readonly Params: { readonly id: string };
  readonly Querystring: { readonly format: 'json' | GraphFormat; readonly showKill: boolean };
}

export function graphRoutes(server: FastifyInstance, context: ApiContext): void {
  const summary = 'A job as a graph: its nodes as far as they have come, and the ways it took.';
  const schema = operation('getGraph', 'jobs', summary, {
    params: jobParameters,
    querystring: graphQuery,
    answers: { 200: graphAnswer },
  });
  server.get<GraphRequest>('/jobs/:id/graph', { schema }, async ({ params, query }, reply) => {
    const { readWorkflowGraph } = await import('../graph/read-workflow-graph.ts');
    const { format, showKill: showsKill } = query;
    const graph = await readWorkflowGraph(context.workflows, params.id, { showsKill });
    if (format === 'json') return sendGraph(graph, reply);
    const { contentType, content } = await drawGraph(graph, format);
    return reply.header('content-type', contentType).send(content);
  });
}

function sendGraph({ nodes, edges }: WorkflowGraph, reply: FastifyReply): FastifyReply {
  return reply.type('application/json').send({
    nodes: nodes.map(({ type, status, ...node }) => ({
      ...node,
      type: type ?? null,
      status: status ?? null,
    })),
    edges: edges.map((edge) => ({ ...edge, transition: edge.transition ?? null })),
  });
}
