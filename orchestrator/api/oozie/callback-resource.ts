/**
 * `/callback?id=ACTION&status=…`: what Oozie's launchers report their end with. Nothing of ours
 * calls it: the end of a process is seen by its runner. Launchers of others get Oozie's answers.
 */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { OozieCall, OozieResource } from './oozie-resource.ts';
import { queryText } from './query-parameters.ts';

/** `oozie.servlet.CallbackServlet.max.data.len` of Oozie. */
const DATA_BYTES_MAX = 2_048;

export const callbackResource: Pick<OozieResource, 'name' | 'GET' | 'POST'> = {
  name: 'callback',
  GET: takeCallback,
  POST: takeCallback,
};

function takeCallback({ request, reply, context }: OozieCall): FastifyReply {
  const [id, status] = [queryText(request, 'id'), queryText(request, 'status')];
  if (id === undefined || status === undefined) {
    const query = request.url.split('?').slice(1).join('?');
    throw new HowdahError('E0402', [query === '' ? 'null' : query], {
      mend: 'give id and status',
    });
  }
  const data = String(request.body ?? '');
  if (Buffer.byteLength(data) > DATA_BYTES_MAX) throw new HowdahError('E0403', ['data too long']);
  context.log.info('a callback changes nothing: actions are watched by this server', {
    ...{ id: id.slice(0, 255), status: status.slice(0, 64) },
  });
  return reply.code(200).send();
}
