/** `show=graph&format=png|svg|dot&show-kill=true`: a workflow job as an image. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { drawGraph, type GraphImage, graphFormats, isGraphFormat } from '../graph/draw-graph.ts';
import type { JobCall } from './job-answers.ts';
import { sendError } from './oozie-error-answer.ts';
import { queryInteger, queryText } from './query-parameters.ts';

const FORMAT_DEFAULT = 'png';
const NOT_FOUND = 404;

/** What counts as yes, in any case of letters. */
const yes: ReadonlySet<string> = new Set(['true', '1', 'yes']);

export async function showWorkflowGraph(call: JobCall): Promise<FastifyReply> {
  const { id, request, reply, context } = call;
  if (!id.endsWith('-W')) throw new HowdahError('E0306');
  try {
    const { contentType, content } = await draw(call);
    return reply.header('content-type', contentType).send(content);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    // Whatever fails in there is 404 to Oozie, and an error of its own.
    const wrapped = error.code === 'E0307' ? error : new HowdahError('E0307', [causeOf(error)]);
    return sendError(request, reply, wrapped, context.log, NOT_FOUND);
  }
}

function causeOf(error: HowdahError): string {
  return error.code === 'E1603' ? error.message : error.codedMessage;
}

async function draw({ id, request, context }: JobCall): Promise<GraphImage> {
  const asked = queryText(request, 'format');
  const showsKill = yes.has(queryText(request, 'show-kill')?.toLowerCase() ?? '');
  // A graph has no pages, but Oozie reads the parameters.
  queryInteger(request, 'offset');
  queryInteger(request, 'len');
  const format = asked === undefined || asked === '' ? FORMAT_DEFAULT : asked.toLowerCase();
  if (isGraphFormat(format)) {
    const { readWorkflowGraph } = await import('../graph/read-workflow-graph.ts');
    return await drawGraph(await readWorkflowGraph(context.workflows, id, { showsKill }), format);
  }
  throw new HowdahError('E0307', [`there is no output format [${asked}]`], {
    subject: 'format',
    mend: `write one of ${graphFormats.join(', ')}`,
  });
}
