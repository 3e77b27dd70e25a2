/** `POST /v2/validate?file=&user=`: the schema check that `oozie validate` asks for. */
import type { FastifyInstance } from 'fastify';
import { firstProblem, problemError } from '../../definition/problem.ts';
import type { ApiContext } from '../api-context.ts';
import { sendJson } from './oozie-json.ts';
import { requiredText } from './query-parameters.ts';

/** Oozie checks the text against its schemas only; what the graph is worth shows at submit. */
const checkedPhases: ReadonlySet<string> = new Set(['source', 'schema']);

export function validateRoutes(server: FastifyInstance, context: ApiContext): void {
  server.post('/v2/validate', async (request, reply) => {
    const file = requiredText(request, 'file');
    requiredText(request, 'user');
    const problems = await context.validate(String(request.body ?? ''), file);
    const problem = firstProblem(problems.filter(({ phase }) => checkedPhases.has(phase)));
    if (problem !== undefined) throw problemError(problem);
    return sendJson(reply, { validate: 'Valid workflow-app' });
  });
}
