/** Reads query parameters with Oozie's codes and texts. */
import type { FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';

/** Java's `int`, which Oozie reads these into. */
const INTEGER_MAX = 2 ** 31 - 1;

/** The parameter's first value; undefined when it is not given at all. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, string | string[] | undefined>)[name];
  return Array.isArray(value) ? value[0] : value;
}

/** @throws HowdahError E0305 */
export function requiredText(request: FastifyRequest, name: string): string {
  const text = queryText(request, name);
  if (text === undefined) throw new HowdahError('E0305', [name]);
  return text;
}

/** @throws HowdahError E1603 with the text that Java gives it */
export function queryInteger(request: FastifyRequest, name: string): number | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^[+-]?\d+$/.test(text) && Math.abs(value) <= INTEGER_MAX) return value;
  throw new HowdahError('E1603', [`For input string: "${text}"`]);
}
