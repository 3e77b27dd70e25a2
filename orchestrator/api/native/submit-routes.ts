/** `POST /jobs`: submits a workflow, a coordinator or a bundle by its properties. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { callerOf } from '../caller.ts';
import { submitterOf } from '../oozie/submitters.ts';
import { operation } from './operation.ts';
import { submitAnswer, submitBody } from './schemas.ts';

interface SubmitBody {
  readonly properties: Readonly<Record<string, string>>;
  readonly start: boolean;
  readonly dryRun: boolean;
}

export function submitRoutes(server: FastifyInstance, context: ApiContext): void {
  const summary = 'Submits an app by its properties, and starts the job; or only checks it.';
  const schema = operation('submitJob', 'jobs', summary, {
    body: submitBody,
    answers: { 201: submitAnswer, 200: submitAnswer },
  });
  server.post<{ Body: SubmitBody }>('/jobs', { schema }, async (request, reply) => {
    const { body } = request;
    const user = callerOf(request);
    const submission = { properties: readProperties(body.properties), user, start: body.start };
    const submitter = submitterOf(submission.properties);
    const call = { request, context };
    if (body.dryRun) {
      await submitter.dryRun(call, submission);
      return reply.code(200).send({ result: 'valid' });
    }
    const id = await submitter.submit(call, submission);
    return reply.code(201).send({ id, result: 'accepted' });
  });
}

function readProperties(properties: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(properties).map(([name, value]) => [name.trim(), value.trim()] as const),
  );
}
