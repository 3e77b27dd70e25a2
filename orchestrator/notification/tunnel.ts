/** Connections that lead through a proxy to somewhere else. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { NotificationProxy } from './notification-proxy.ts';

export interface TunnelTarget {
  readonly host: string;
  readonly port: number;
}

/** @throws Error when the proxy cannot be reached, or refuses */
export function openTunnel(
  proxy: NotificationProxy,
  target: TunnelTarget,
  signal: AbortSignal,
): Promise<Socket> {
  return proxy.kind === 'socks'
    ? openSocksTunnel(proxy, target, signal)
    : openHttpTunnel(proxy, target, signal);
}

/** The CONNECT method of HTTP. */
async function openHttpTunnel(
  proxy: NotificationProxy,
  { host, port }: TunnelTarget,
  signal: AbortSignal,
): Promise<Socket> {
  const path = `${host}:${port}`;
  const asking = request({
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path,
    headers: { host: path },
    signal,
  });
  asking.end();
  const [answer, socket] = (await once(asking, 'connect')) as [{ statusCode?: number }, Socket];
  if (answer.statusCode === 200) return socket;
  socket.destroy();
  throw new Error(`the proxy answers ${answer.statusCode}`);
}

const SOCKS_VERSION = 5;
const NO_AUTHENTICATION = 0;
const CONNECT_COMMAND = 1;
const DOMAIN_NAME = 3;
/** Version, answer, reserved, kind of address; IPv4 address; port: what proxies answer with. */
const ANSWER_BYTES = { 1: 10, 4: 22 } as const;

/** SOCKS version 5 without authentication (RFC 1928); the proxy resolves the name. */
async function openSocksTunnel(
  proxy: NotificationProxy,
  { host, port }: TunnelTarget,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host: proxy.host, port: proxy.port, signal });
  try {
    await once(socket, 'connect', { signal });
    socket.write(Buffer.from([SOCKS_VERSION, 1, NO_AUTHENTICATION]));
    const [, method] = await readBytes(socket, 2, signal);
    if (method !== NO_AUTHENTICATION) throw new Error('the SOCKS proxy wants authentication');
    const name = Buffer.from(host, 'latin1');
    const head = [SOCKS_VERSION, CONNECT_COMMAND, 0, DOMAIN_NAME, name.length];
    socket.write(Buffer.concat([Buffer.from(head), name, Buffer.from([port >> 8, port & 0xff])]));
    await readAnswer(socket, signal);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function readAnswer(socket: Socket, signal: AbortSignal): Promise<void> {
  const [, reply, , kind] = await readBytes(socket, 4, signal);
  if (reply !== 0) throw new Error(`the SOCKS proxy refuses with ${reply}`);
  const rest = kind === 4 ? ANSWER_BYTES[4] - 4 : ANSWER_BYTES[1] - 4;
  await readBytes(socket, rest, signal);
}

async function readBytes(socket: Socket, length: number, signal: AbortSignal): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(length) as Buffer | null;
    if (bytes !== null) return bytes;
    if (socket.readableEnded) throw new Error('the SOCKS proxy has hung up');
    await Promise.race([once(socket, 'readable', { signal }), once(socket, 'end', { signal })]);
  }
}
