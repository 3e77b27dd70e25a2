/** `POST /jobs`: submits a workflow by its properties. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { submitAnswer, submitBody } from './schemas.ts';

interface SubmitBody {
  readonly properties: Readonly<Record<string, string>>;
  readonly start: boolean;
  readonly dryRun: boolean;
}

export function submitRoutes(server: FastifyInstance, context: ApiContext): void {
  const schema = { body: submitBody, response: { 201: submitAnswer, 200: submitAnswer } };
  server.post<{ Body: SubmitBody }>('/jobs', { schema }, async ({ body }, reply) => {
    const submission = { properties: readProperties(body.properties), start: body.start };
    if (body.dryRun) {
      await context.workflows.dryRun(submission);
      return reply.code(200).send({ result: 'valid' });
    }
    const { id } = await context.workflows.submit(submission);
    return reply.code(201).send({ id, result: 'accepted' });
  });
}

function readProperties(properties: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(properties).map(([name, value]) => [name.trim(), value.trim()] as const),
  );
}
