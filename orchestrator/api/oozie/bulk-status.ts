/** `GET /jobs?bulk=…`: what the coordinators of a bundle did. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { parseBulkFilter } from './bulk-filter.ts';
import { pageOf } from './job-listings.ts';
import { sendError } from './oozie-error-answer.ts';
import type { OozieCall } from './oozie-resource.ts';
import { requiredText } from './query-parameters.ts';

const BAD_REQUEST = 400;

/** Bundles have no jobs here, so that none is found by any name. */
export async function sendBulkStatus(call: OozieCall): Promise<FastifyReply> {
  const { request, reply, context } = call;
  pageOf(request);
  const { bundle } = parseBulkFilter(requiredText(request, 'bulk'));
  const error = new HowdahError('E0603', ['No entries found for given bundle(s)'], {
    subject: bundle,
    mend: 'give the name or the id of a bundle job',
  });
  return sendError(request, reply, error, context.log, BAD_REQUEST);
}
