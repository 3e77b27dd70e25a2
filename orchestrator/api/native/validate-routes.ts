/** `POST /validate`: every error and warning of a definition, with its position. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { problemView } from './error-view.ts';
import { validateAnswer, validateBody } from './schemas.ts';
import type { ValidationResult } from './views.ts';

interface ValidateBody {
  readonly text: string;
  readonly file: string;
}

export function validateRoutes(server: FastifyInstance, context: ApiContext): void {
  const schema = { body: validateBody, response: { 200: validateAnswer } };
  server.post<{ Body: ValidateBody }>(
    '/validate',
    { schema },
    async ({ body }): Promise<ValidationResult> => {
      const problems = await context.validate(body.text, body.file);
      return {
        valid: problems.every(({ severity }) => severity !== 'error'),
        problems: problems.map(problemView),
      };
    },
  );
}
