/** What the OpenAPI document says of a route; requests are checked against the same schemas. */
import type {} from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { errorAnswer } from './schemas.ts';

export interface OperationParts {
  readonly params?: object;
  readonly querystring?: object;
  readonly body?: object;
  /** By status; a text answer is made by `textAnswer`. */
  readonly answers: Readonly<Record<number, object>>;
}

/**
 * @param operationId name of the operation for generated clients
 * @param summary one sentence
 */
export function operation(
  operationId: string,
  tag: 'server' | 'jobs' | 'coordinators' | 'bundles' | 'definitions',
  summary: string,
  { answers, ...request }: OperationParts,
): FastifySchema {
  const described = Object.entries(answers).map(([status, schema]) => {
    return [status, { description: 'Done.', ...schema }] as const;
  });
  const response = {
    ...Object.fromEntries(described),
    '4xx': { description: 'Refused: what was wrong, and what would be right.', ...errorAnswer },
    '5xx': { description: 'Failed within the server.', ...errorAnswer },
  };
  return { operationId, tags: [tag], summary, ...request, response };
}

export function textAnswer(description: string, contentType = 'text/plain'): object {
  return { description, content: { [contentType]: { schema: { type: 'string' } } } };
}
