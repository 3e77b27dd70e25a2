/** Texts of a job: its definition, and what its actions' processes have written. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline, type Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';
import { operation, textAnswer } from './operation.ts';
import { attemptQuery, jobParameters, nodeParameters } from './schemas.ts';

const PLAIN_TEXT = 'text/plain; charset=utf-8';

interface NodeRequest {
  readonly Params: { readonly id: string; readonly node: string };
  readonly Querystring: { readonly attempt?: number; readonly run?: number };
}

export function jobFileRoutes(server: FastifyInstance, context: ApiContext): void {
  const summary = 'The definition as it was submitted.';
  const schema = operation('getDefinition', 'definitions', summary, {
    params: jobParameters,
    answers: { 200: textAnswer('XML or YAML.', 'application/xml') },
  });
  server.get<{ Params: { id: string } }>(
    '/jobs/:id/definition',
    { schema },
    async (request, reply) => {
      const { text, format } = await context.workflows.definition(request.params.id);
      const type = format === 'xml' ? 'application/xml; charset=utf-8' : PLAIN_TEXT;
      return reply.header('content-type', type).send(text);
    },
  );

  for (const [file, operationId] of Object.entries({ stdout: 'getStdout', stderr: 'getStderr' })) {
    const fileSummary = `What an attempt of an action wrote to ${file}.`;
    const fileSchema = operation(operationId, 'jobs', fileSummary, {
      params: nodeParameters,
      querystring: attemptQuery,
      answers: { 200: textAnswer('As it was written.') },
    });
    server.get<NodeRequest>(
      `/jobs/:id/actions/:node/${file}`,
      { schema: fileSchema },
      async ({ params, query }, reply) => {
        const path = join(await attemptDirectory(context, params, query), file);
        return await sendFile(reply, path, context.concealStream());
      },
    );
  }
}

/** @throws HowdahError E0605 when there is no such action or attempt */
async function attemptDirectory(
  { workflows }: ApiContext,
  { id, node }: NodeRequest['Params'],
  query: NodeRequest['Querystring'],
): Promise<string> {
  const actionId = `${id}@${node}`;
  const attempts = await workflows.attempts(actionId);
  const wanted = attempts.findLast(
    (one) =>
      (query.attempt === undefined || one.attempt === query.attempt) &&
      (query.run === undefined || one.run === query.run),
  );
  if (wanted === undefined) {
    throw new HowdahError('E0605', [actionId], {
      subject: actionId,
      mend: 'it has not begun, or not so often',
    });
  }
  return workflows.attemptDirectory(id, node, wanted.run, wanted.attempt);
}

/** A file that is not there yet is empty so far. */
async function sendFile(
  reply: FastifyReply,
  path: string,
  conceal: Transform,
): Promise<FastifyReply> {
  reply.header('content-type', PLAIN_TEXT);
  const stream = createReadStream(path);
  try {
    await once(stream, 'open');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return reply.send('');
    throw error;
  }
  pipeline(stream, conceal, () => {});
  return reply.send(conceal);
}
