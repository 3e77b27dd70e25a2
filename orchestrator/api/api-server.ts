/** The HTTP server: limits, errors, and both interfaces on one port. */
import Fastify, { type FastifyInstance, type FastifyServerFactory } from 'fastify';
import type { ApiContext } from './api-context.ts';
import { lazyValidator } from './lazy-validator.ts';
import { nativeApi } from './native/native-api.ts';
import { oozieApi } from './oozie/oozie-api.ts';
import { BODY_BYTES_MAX, PATH_PARAMETER_LENGTH_MAX } from './request-limits.ts';

/**
 * Makes what answers the requests of a port.
 *
 * @param serverFactory takes the function that answers a request, and returns the port's server
 */
export function createApiServer(
  context: ApiContext,
  serverFactory: FastifyServerFactory,
): FastifyInstance {
  const server = Fastify({
    serverFactory,
    bodyLimit: BODY_BYTES_MAX,
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
