/** One GET request for its status only, through a proxy if need be. */
import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTls } from 'node:tls';
import type { NotificationProxy } from './notification-proxy.ts';
import { openTunnel } from './tunnel.ts';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

export interface UrlAnswer {
  readonly status: number;
  /** Where else it is to be found. */
  readonly location: string | undefined;
}

/**
 * @param signal bounds the whole of it
 * @throws Error for what is no HTTP URL, and when there is no answer
 */
export async function requestUrl(
  url: URL,
  proxy: NotificationProxy | undefined,
  signal: AbortSignal,
): Promise<UrlAnswer> {
  const request = await newRequest(url, proxy, signal);
  request.end();
  const [answer] = (await once(request, 'response', { signal })) as [IncomingMessage];
  // Nobody reads what it says.
  answer.destroy();
  return { status: answer.statusCode ?? 0, location: answer.headers.location };
}

async function newRequest(
  url: URL,
  proxy: NotificationProxy | undefined,
  signal: AbortSignal,
): Promise<ClientRequest> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`[${url.protocol}] is not http: or https:`);
  }
  const isSecure = url.protocol === 'https:';
  // A connection of its own: a server that is told once in a while keeps none open.
  const options = { agent: false, signal } as const;
  if (proxy === undefined) return (isSecure ? httpsRequest : httpRequest)(url, options);
  if (proxy.kind === 'http' && !isSecure) {
    const { host, port } = proxy;
    return httpRequest({ ...options, host, port, path: url.href, headers: { host: url.host } });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (isSecure ? HTTPS_PORT : HTTP_PORT);
  const socket = await openTunnel(proxy, { host, port }, signal);
  return isSecure
    ? httpsRequest(url, {
        ...options,
        createConnection: () => connectTls({ socket, servername: host }),
      })
    : httpRequest(url, { ...options, createConnection: () => socket });
}
