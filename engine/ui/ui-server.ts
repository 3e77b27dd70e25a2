/** The HTTP server of a driver: Spark's REST interface on the first free port from 4040 on. */
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RestAnswer } from './rest-answer.ts';

/** An import would load all that the module exports, clients of other protocols among it: 40 ms. */
const { createServer } = process.getBuiltinModule('node:http');

const API_PATH = '/api/v1';

export interface UiSettings {
  /** Other machines reach only what is bound. */
  readonly address: string;
  readonly port: number;
  /** How many ports after the first are tried. */
  readonly retriesMax: number;
}

export interface UiServerOptions extends UiSettings {
  /** Before all that is answered; `/api/v1` where it is not set. */
  readonly basePath?: string;
  /** @param path what follows the base path */
  readonly answer: (path: string, query: URLSearchParams) => RestAnswer;
}

export class UiServer {
  readonly address: string;
  readonly port: number;
  private readonly server: Server;

  private constructor(server: Server, { address, port }: AddressInfo) {
    this.server = server;
    this.address = address;
    this.port = port;
  }

  /** @returns undefined where no port is free, or the address is not this machine's */
  static async start(options: UiServerOptions): Promise<UiServer | undefined> {
    const { address, port, retriesMax } = options;
    for (let retry = 0; retry <= retriesMax; retry += 1) {
      const server = createServer((request, response) => respond(request, response, options));
      // A program that has ended does not wait for those who look at it.
      server.unref();
      server.listen(port === 0 ? 0 : port + retry, address);
      try {
        await once(server, 'listening');
        return new UiServer(server, server.address() as AddressInfo);
      } catch {
        server.close();
      }
    }
    return undefined;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, basePath = API_PATH }: UiServerOptions,
): void {
  request.socket.unref();
  const url = URL.parse(request.url ?? '/', 'http://driver');
  if (url === null) {
    send(response, { httpStatus: 400, body: 'Bad Request' });
    return;
  }
  const { pathname, searchParams } = url;
  if (request.method !== 'GET') {
    send(response, { httpStatus: 405, body: 'Method Not Allowed' });
  } else if (pathname !== basePath && !pathname.startsWith(`${basePath}/`)) {
    send(response, { httpStatus: 404, body: `The interface is at ${basePath}/applications` });
  } else {
    send(response, answer(pathname.slice(basePath.length), searchParams));
  }
}

function send(response: ServerResponse, { httpStatus, body, fileName }: RestAnswer): void {
  if (body instanceof Uint8Array) {
    response.writeHead(httpStatus, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename=${fileName}`,
    });
    response.end(body);
    return;
  }
  const isText = typeof body === 'string';
  response.writeHead(httpStatus, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? body : `${JSON.stringify(body, undefined, 2)}\n`);
}
