/** Renders the OpenAPI document of `/api/v1` from the schemas of its routes. */
import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import type { ApiContext } from '../orchestrator/api/api-context.ts';
import { nativeApi } from '../orchestrator/api/native/native-api.ts';
import { renderJsonDocument } from './json-document.ts';

/** Counts changes that break clients; additions leave it. */
const INTERFACE_VERSION = '1';

export async function renderOpenApiDocument(): Promise<string> {
  const server = Fastify();
  // Routes are only described here: no request comes, so nothing is asked of the server.
  const context = { server: {} } as ApiContext;
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Howdah',
        version: INTERFACE_VERSION,
        description: 'Jobs of workflows: submit, list, follow and command them.',
      },
      components: {
        securitySchemes: {
          name: {
            type: 'apiKey',
            in: 'query',
            name: 'user.name',
            description: 'Who calls. The answer sets the cookie.',
          },
          token: {
            type: 'apiKey',
            in: 'cookie',
            name: 'hadoop.auth',
            description: 'A signed name that expires, as in Oozie.',
          },
        },
      },
      // Either, or neither: the server's settings say whether somebody has to be named.
      security: [{ name: [] }, { token: [] }, {}],
      tags: [
        { name: 'jobs', description: 'Jobs and their actions' },
        { name: 'definitions', description: 'What jobs run' },
        { name: 'server', description: 'The server itself' },
      ],
    },
  });
  server.setSerializerCompiler(() => JSON.stringify);
  await server.register(nativeApi, { prefix: '/api/v1', context });
  await server.ready();
  const document = server.swagger();
  await server.close();
  return renderJsonDocument(document);
}
