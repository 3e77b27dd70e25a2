/** `POST /validate`: every error and warning of a definition, with its position. */
import type { FastifyInstance } from 'fastify';
import { validateWorkflowText } from '../../definition/read-workflow.ts';
import { problemView } from './error-view.ts';
import { operation } from './operation.ts';
import { validateAnswer, validateBody } from './schemas.ts';
import type { ValidationResult } from './views.ts';

interface ValidateBody {
  readonly text: string;
  readonly file: string;
}

export function validateRoutes(server: FastifyInstance): void {
  const summary = 'Finds every error and warning of a definition, with its position.';
  const schema = operation('validateDefinition', 'definitions', summary, {
    body: validateBody,
    answers: { 200: validateAnswer },
  });
  server.post<{ Body: ValidateBody }>(
    '/validate',
    { schema },
    async ({ body }): Promise<ValidationResult> => {
      const { text, file } = body;
      const problems = validateWorkflowText(text, { file, validateForkJoin: true });
      return {
        valid: problems.every(({ severity }) => severity !== 'error'),
        problems: problems.map(problemView),
      };
    },
  );
}
