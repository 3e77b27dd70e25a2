/** `/admin/available-oozie-servers`: without ZooKeeper Oozie knows itself only, as `null`. */
import type { FastifyReply } from 'fastify';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';

export function showServers({ reply, context }: OozieCall): FastifyReply {
  return sendJson(reply, { null: `${context.server.url()}/oozie` });
}
