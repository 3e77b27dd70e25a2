/** How Oozie tells of errors: two headers, and a small JSON body where the method allows one. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ServerLog } from '../api-context.ts';
import { escapeEntities } from './escape-entities.ts';
import { JSON_CONTENT_TYPE, oozieJson } from './oozie-json.ts';

/** Node refuses longer header blocks on the client's side; what is cut is in the body. */
const HEADER_MESSAGE_LENGTH_MAX = 4_000;

/** Oozie reports these with the bare message. */
const codesWithoutPrefix: ReadonlySet<string> = new Set(['E1603', 'E0002', 'E1400']);

/**
 * Here Oozie's text is its XML parser's, which nobody can rely on: ours says where it is and what
 * would be right, since clients print the header only.
 */
const codesWithOwnText: ReadonlySet<string> = new Set(['E0700', 'E0701']);

/**
 * Answers an error. PUT, DELETE and HEAD get headers only, as from Oozie (whose container writes
 * no error page for them); clients read the headers. Position and mend are extra fields of the
 * body where the message has to be Oozie's.
 *
 * @param statusInstead for errors that have another status at one place than everywhere else
 */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  log: ServerLog,
  statusInstead?: number,
): FastifyReply {
  const { known, status: statusOfError } = asAnswer(error, request, log);
  const status = statusInstead ?? statusOfError;
  const message = messageOf(known);
  reply
    .code(status)
    .header('oozie-error-code', known.code)
    .header('oozie-error-message', asHeader(message));
  if (request.method === 'HEAD') reply.header('content-type', JSON_CONTENT_TYPE);
  if (!['GET', 'POST'].includes(request.method)) return reply.send();
  const { position, mend } = known;
  return sendErrorBody(reply, status, message, {
    ...(position && { position }),
    ...(mend !== undefined && { mend }),
  });
}

/** The body alone: Oozie answers so for addresses that it does not know. */
export function sendErrorBody(
  reply: FastifyReply,
  status: number,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const body = { errorMessage: escapeEntities(message), httpStatusCode: status, ...more };
  // As bytes: with a text, Node writes the headers, too, in the text's encoding.
  const bytes = Buffer.from(oozieJson(body));
  return reply.code(status).header('content-type', JSON_CONTENT_TYPE).send(bytes);
}

function messageOf(error: HowdahError): string {
  if (codesWithoutPrefix.has(error.code)) return error.message;
  if (!codesWithOwnText.has(error.code)) return error.codedMessage;
  const { position, mend } = error;
  const place = position && `${position.file}:${position.line}:${position.column}`;
  const more = [place, mend].filter((part) => part !== undefined).join(': ');
  return more === '' ? error.codedMessage : `${error.codedMessage} (${more})`;
}

function asAnswer(
  error: unknown,
  request: FastifyRequest,
  log: ServerLog,
): { readonly known: HowdahError; readonly status: number } {
  if (error instanceof HowdahError) return { known: error, status: error.httpStatus };
  const { statusCode = 500, message, stack } = error as FastifyError;
  if (statusCode < 500) return { known: new HowdahError('E1603', [message]), status: statusCode };
  log.error('a request failed', { method: request.method, url: request.url, stack });
  const operation = `${request.method} ${request.routeOptions.url ?? ''}`;
  return { known: new HowdahError('E0607', [operation, message]), status: 500 };
}

/** Headers carry one line of Latin-1; as in Oozie's, a blank stands for each character beyond. */
function asHeader(message: string): string {
  return message
    .replaceAll(/[\r\n\u0100-\uffff]/g, ' ')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
    .slice(0, HEADER_MESSAGE_LENGTH_MAX);
}
