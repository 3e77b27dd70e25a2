/** `GET /jobs?bulk=…`: what the coordinators of a bundle did. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { parseBulkFilter } from './bulk-filter.ts';
import { bulkActionJson } from './bundle-job-json.ts';
import { pageOf } from './job-listings.ts';
import { dateFormat } from './oozie-date.ts';
import { sendError } from './oozie-error-answer.ts';
import { sendJson } from './oozie-json.ts';
import type { OozieCall } from './oozie-resource.ts';
import { requiredText } from './query-parameters.ts';

const BAD_REQUEST = 400;

export async function sendBulkStatus(call: OozieCall): Promise<FastifyReply> {
  const { request, reply, context } = call;
  const page = pageOf(request);
  const filter = parseBulkFilter(requiredText(request, 'bulk'));
  const { bundle } = filter;
  if (!(await isBundle(call, bundle))) {
    const error = new HowdahError('E0603', ['No entries found for given bundle(s)'], {
      subject: bundle,
      mend: 'give the name or the id of a bundle job',
    });
    return sendError(request, reply, error, context.log, BAD_REQUEST);
  }
  const found = (await context.bundles?.bulk(filter, page)) ?? { actions: [], total: 0 };
  // Oozie takes no zone here.
  const formatDate = dateFormat(undefined);
  return sendJson(reply, {
    bulkresponses: found.actions.map((action) => bulkActionJson(action, formatDate)),
    total: found.total,
    offset: page.offset,
    len: page.length,
  });
}

async function isBundle({ context }: OozieCall, nameOrId: string): Promise<boolean> {
  const { bundles } = context;
  if (bundles === undefined) return false;
  const one = { offset: 1, length: 1 };
  const [byName, byId] = await Promise.all([
    bundles.list({ names: [nameOrId] }, one),
    bundles.list({ ids: [nameOrId] }, one),
  ]);
  return byName.total + byId.total > 0;
}
