/** Our own interface under `/api/v1`: JSON with plain words, and errors that say what to do. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bundleCommandRoutes } from './bundle-command-routes.ts';
import { bundleRoutes } from './bundle-routes.ts';
import { coordinatorCommandRoutes } from './coordinator-command-routes.ts';
import { coordinatorRoutes } from './coordinator-routes.ts';
import { sendError, sendNotFound } from './error-answer.ts';
import { eventRoutes } from './event-routes.ts';
import { graphRoutes } from './graph-routes.ts';
import { jobCommandRoutes } from './job-command-routes.ts';
import { jobFileRoutes } from './job-file-routes.ts';
import { jobLogRoutes } from './job-log-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { openApiRoutes } from './openapi-routes.ts';
import { refuseOtherSites } from './refuse-other-sites.ts';
import { requireCaller } from './require-caller.ts';
import { statusRoutes } from './status-routes.ts';
import { submitRoutes } from './submit-routes.ts';
import { validateRoutes } from './validate-routes.ts';

export async function nativeApi(
  server: FastifyInstance,
  options: { readonly context: ApiContext },
): Promise<void> {
  const { context } = options;
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    server.getDefaultJsonParser('error', 'error'),
  );
  server.setErrorHandler((error, request, reply) => sendError(request, reply, error, context.log));
  server.setNotFoundHandler(sendNotFound);
  refuseOtherSites(server, context);
  requireCaller(server, context);
  statusRoutes(server, context);
  openApiRoutes(server);
  submitRoutes(server, context);
  jobRoutes(server, context);
  jobCommandRoutes(server, context);
  jobFileRoutes(server, context);
  jobLogRoutes(server, context);
  graphRoutes(server, context);
  coordinatorRoutes(server, context);
  coordinatorCommandRoutes(server, context);
  bundleRoutes(server, context);
  bundleCommandRoutes(server, context);
  eventRoutes(server, context);
  validateRoutes(server);
}
