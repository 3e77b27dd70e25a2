/** `POST /v2/validate?file=&user=`: the schema check that `oozie validate` asks for. */
import type { FastifyReply } from 'fastify';
import { firstProblem, problemError } from '../../definition/problem.ts';
import { validateSchema } from '../../definition/validate-schema.ts';
import { sendJson } from './oozie-json.ts';
import type { OozieCall, OozieResource } from './oozie-resource.ts';
import { requiredText } from './query-parameters.ts';
import { requireXml } from './require-xml.ts';

export const validateResource: OozieResource = {
  name: 'validate',
  versions: [2],
  hasRest: false,
  POST: validate,
};

function validate({ request, reply }: OozieCall): FastifyReply {
  const file = requiredText(request, 'file');
  requiredText(request, 'user');
  requireXml(request);
  const problem = firstProblem(validateSchema(String(request.body ?? ''), file));
  if (problem !== undefined) throw problemError(problem);
  return sendJson(reply, { validate: 'Valid workflow-app' });
}
