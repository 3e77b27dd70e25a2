/** `show=graph&format=png|svg|dot&show-kill=true`: a workflow job as an image. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { WorkflowGraph } from '../graph/workflow-graph.ts';
import type { JobCall } from './job-answers.ts';
import { sendError } from './oozie-error-answer.ts';
import { queryText } from './query-parameters.ts';

interface Image {
  readonly contentType: string;
  readonly content: string | Buffer;
}

const formats: ReadonlyMap<string, (graph: WorkflowGraph) => Promise<Image>> = new Map([
  ['png', pngOf],
  ['svg', async (graph) => ({ contentType: 'image/svg+xml', content: await svgOf(graph) })],
  ['dot', dotOf],
]);

const FORMAT_DEFAULT = 'png';
const NOT_FOUND = 404;

export async function showWorkflowGraph(call: JobCall): Promise<FastifyReply> {
  const { id, request, reply, context } = call;
  if (id.includes('@')) throw new HowdahError('E0306');
  const showKill = queryText(request, 'show-kill')?.toLowerCase() ?? '';
  const showsKill = ['true', '1', 'yes'].includes(showKill);
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

async function draw(graph: WorkflowGraph, asked: string | undefined): Promise<Image> {
  const format = asked === undefined || asked === '' ? FORMAT_DEFAULT : asked;
  const drawer = formats.get(format.toLowerCase());
  if (drawer !== undefined) return await drawer(graph);
  throw new HowdahError('E0307', [`there is no output format [${format}]`], {
    subject: 'format',
    mend: `write one of ${[...formats.keys()].join(', ')}`,
  });
}

async function svgOf(graph: WorkflowGraph): Promise<string> {
  const { svgText } = await import('../graph/svg-text.ts');
  return svgText(graph);
}

async function pngOf(graph: WorkflowGraph): Promise<Image> {
  const { pngImage } = await import('../graph/png-image.ts');
  return { contentType: 'image/png', content: await pngImage(await svgOf(graph)) };
}

async function dotOf(graph: WorkflowGraph): Promise<Image> {
  const { dotText } = await import('../graph/dot-text.ts');
  return { contentType: 'text/plain', content: dotText(graph) };
}
