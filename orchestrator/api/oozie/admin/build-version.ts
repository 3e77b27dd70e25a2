/** `/admin/build-version`: the Oozie that the interface follows, and what is behind it. */
import type { FastifyReply } from 'fastify';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';

/** Some clients look at it. */
const OOZIE_VERSION = '5.2.1';

export function showBuildVersion({ reply, context }: OozieCall): FastifyReply {
  return sendJson(reply, {
    buildVersion: OOZIE_VERSION,
    buildInfo: { 'build.version': OOZIE_VERSION, 'howdah.version': context.server.version },
  });
}
