/** The smaller half of a server: the API. It is loaded when what runs jobs is under way. */
import type { RequestListener } from 'node:http';
import type { ApiServices } from '../api/api-context.ts';
import { createApiServer } from '../api/api-server.ts';
import type { HttpPort } from './http-port.ts';
import { type ApiContextOptions, newApiContext } from './new-api-context.ts';
import type { ServerParts } from './server-parts.ts';

export interface OpenApiOptions extends Omit<ApiContextOptions, 'closing' | 'url'> {
  readonly port: HttpPort;
  readonly services: ApiServices;
}

/** Resolves once the requests of the port are answered. */
export async function openApi(parts: ServerParts, options: OpenApiOptions): Promise<void> {
  const { clock, closing } = parts;
  const { port } = options;
  const stopping = new AbortController();
  const url = () => port.url;
  const context = newApiContext(parts, { ...options, url, closing: stopping.signal });
  let listener: RequestListener | undefined;
  const server = createApiServer(context, (answer) => {
    listener = answer;
    return port.server;
  });
  closing.add(async () => {
    stopping.abort();
    await server.close();
    await port.close(clock);
  });
  await server.ready();
  if (listener !== undefined) port.serve(listener);
}
