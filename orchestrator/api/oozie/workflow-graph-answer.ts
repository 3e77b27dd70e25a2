/** `show=graph&format=png|svg|dot&show-kill=true`: a workflow job as an image. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { drawGraph, type GraphImage, graphFormats, isGraphFormat } from '../graph/draw-graph.ts';
import type { WorkflowGraph } from '../graph/workflow-graph.ts';
import type { JobCall } from './job-answers.ts';
import { sendError } from './oozie-error-answer.ts';
import { queryText } from './query-parameters.ts';

const FORMAT_DEFAULT = 'png';
const NOT_FOUND = 404;

/** What counts as yes, in any case of letters. */
const yes: ReadonlySet<string> = new Set(['true', '1', 'yes']);

export async function showWorkflowGraph(call: JobCall): Promise<FastifyReply> {
  const { id, request, reply, context } = call;
  if (!id.endsWith('-W')) throw new HowdahError('E0306');
  const showsKill = yes.has(queryText(request, 'show-kill')?.toLowerCase() ?? '');
  const { readWorkflowGraph } = await import('../graph/read-workflow-graph.ts');
  const graph = await readWorkflowGraph(context.workflows, id, { showsKill });
  try {
    const { contentType, content } = await draw(graph, queryText(request, 'format'));
    return reply.header('content-type', contentType).send(content);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    // Only what fails while it draws is 404 to Oozie.
    return sendError(request, reply, error, context.log, NOT_FOUND);
  }
}

async function draw(graph: WorkflowGraph, asked: string | undefined): Promise<GraphImage> {
  const format = asked === undefined || asked === '' ? FORMAT_DEFAULT : asked.toLowerCase();
  if (isGraphFormat(format)) return await drawGraph(graph, format);
  throw new HowdahError('E0307', [`there is no output format [${asked}]`], {
    subject: 'format',
    mend: `write one of ${graphFormats.join(', ')}`,
  });
}
