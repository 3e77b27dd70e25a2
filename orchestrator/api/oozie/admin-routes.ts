/** What Oozie's clients ask before anything else: versions, status, build. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { sendJson } from './oozie-json.ts';

/** The protocol versions that the server speaks. */
export const API_VERSIONS = [0, 1, 2] as const;

/** The Oozie whose behaviour the interface follows; some clients look at it. */
const OOZIE_VERSION = '5.2.1';

export function adminRoutes(server: FastifyInstance, { server: description }: ApiContext): void {
  server.get('/versions', async (_request, reply) => sendJson(reply, API_VERSIONS));
  for (const version of API_VERSIONS) {
    const status = version === 0 ? { safeMode: false } : { systemMode: 'NORMAL' };
    server.get(`/v${version}/admin/status`, async (_request, reply) => sendJson(reply, status));
    server.get(`/v${version}/admin/build-version`, async (_request, reply) =>
      sendJson(reply, {
        buildVersion: OOZIE_VERSION,
        buildInfo: { 'build.version': OOZIE_VERSION, 'howdah.version': description.version },
      }),
    );
  }
}
