/** The one content type that Oozie takes for configurations. */
import type { FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';

/** @throws HowdahError E0300; the charset and the case of letters do not matter */
export function requireXml(request: FastifyRequest): void {
  const header = request.headers['content-type'];
  const type = header?.split(';')[0]?.trim();
  if (type?.toLowerCase() === 'application/xml') return;
  throw new HowdahError('E0300', [type ?? 'null'], { mend: 'send it as application/xml' });
}
