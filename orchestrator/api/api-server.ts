/** The HTTP server: limits, errors, and both interfaces on one port. */
import Fastify, { type FastifyInstance } from 'fastify';
import type { ApiContext } from './api-context.ts';
import { lazyValidator } from './lazy-validator.ts';
import { nativeApi } from './native/native-api.ts';
import { oozieApi } from './oozie/oozie-api.ts';
import {
  BODY_BYTES_MAX,
  defaultTimeouts,
  HEADERS_BYTES_MAX,
  KEEP_ALIVE_TIMEOUT_MS,
  PATH_PARAMETER_LENGTH_MAX,
} from './request-limits.ts';

/** Makes the server; it listens to nothing yet. */
export function createApiServer(context: ApiContext, timeouts = defaultTimeouts): FastifyInstance {
  const server = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkIntervalMs,
      maxHeaderSize: HEADERS_BYTES_MAX,
    },
    // When the server closes, connections that wait for nothing are ended and answers are finished.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: PATH_PARAMETER_LENGTH_MAX },
    // Requests that are under way when the server closes are answered, not refused half-way.
    return503OnClosing: false,
  });
  server.setValidatorCompiler(lazyValidator);
  // What leaves is made by our own functions; compiling a serializer a route would cost start time.
  server.setSerializerCompiler(() => (data) => JSON.stringify(data));
  server.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    context.requests.add(method, routeOptions.url ?? '', statusCode, elapsedTime);
  });
  // Bodies are read as text everywhere; each interface has its own say on content types.
  server.removeAllContentTypeParsers();
  server.register(oozieApi, { prefix: '/oozie', context });
  server.register(nativeApi, { prefix: '/api/v1', context });
  return server;
}
