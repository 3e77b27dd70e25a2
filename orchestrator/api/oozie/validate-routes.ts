/** `POST /v2/validate?file=&user=`: the schema check that `oozie validate` asks for. */
import type { FastifyInstance } from 'fastify';
import { firstProblem, problemError } from '../../definition/problem.ts';
import { validateSchema } from '../../definition/validate-schema.ts';
import { sendJson } from './oozie-json.ts';
import { requiredText } from './query-parameters.ts';

export function validateRoutes(server: FastifyInstance): void {
  server.post('/v2/validate', async (request, reply) => {
    const file = requiredText(request, 'file');
    requiredText(request, 'user');
    const problem = firstProblem(validateSchema(String(request.body ?? ''), file));
    if (problem !== undefined) throw problemError(problem);
    return sendJson(reply, { validate: 'Valid workflow-app' });
  });
}
