/** Requests over real sockets: directly, through an HTTP proxy, through a SOCKS proxy. */
import { once } from 'node:events';
import { createServer as createHttpServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, createServer, type Server as NetServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../base/time/system-clock.ts';
import { deliverNotification } from '../../../orchestrator/notification/deliver-notification.ts';
import { parseNotificationProxy } from '../../../orchestrator/notification/notification-proxy.ts';

let target: Server;
let httpProxy: Server;
let socksProxy: NetServer;
const proxied: string[] = [];

const portOf = (server: NetServer) => (server.address() as AddressInfo).port;
const closing = new AbortController();

beforeAll(async () => {
  target = createHttpServer((asked, response) => {
    const { pathname } = new URL(asked.url ?? '/', 'http://localhost');
    if (pathname === '/silent') return;
    response.statusCode = Number(pathname.slice(1, 4));
    if (pathname.startsWith('/302')) response.setHeader('location', pathname.slice(4) || '/302');
    response.end('x');
  });
  httpProxy = createHttpServer((asked, response) => {
    proxied.push(`http ${asked.url}`);
    request(asked.url ?? '', { headers: asked.headers }, (answer) => {
      response.statusCode = answer.statusCode ?? 0;
      answer.pipe(response);
    }).end();
  });
  socksProxy = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (asked: Buffer) => {
        const length = asked[4] ?? 0;
        const host = asked.subarray(5, 5 + length).toString();
        proxied.push(`socks ${host}:${asked.readUInt16BE(5 + length)}`);
        const onward = connect(asked.readUInt16BE(5 + length), host, () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
          socket.pipe(onward).pipe(socket);
        });
      });
    });
  });
  for (const server of [target, httpProxy, socksProxy]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});

afterAll(() => {
  target.closeAllConnections();
  for (const server of [target, httpProxy, socksProxy]) server.close();
});

const deliver = (path: string, proxy = '', timeoutMs = 5_000) =>
  deliverNotification(
    { url: `http://127.0.0.1:${portOf(target)}${path}`, proxy },
    { clock: systemClock, timeoutMs, signal: closing.signal },
  );

test('200 is delivered, directly and where it redirects to', async () => {
  await expect(deliver('/200')).resolves.toBeUndefined();
  await expect(deliver('/302/302/200')).resolves.toBeUndefined();
});

test.each([
  ['/201', 'the answer is 201'],
  ['/500', 'the answer is 500'],
  ['/302', 'more than 20 redirections'],
])('%s is not', async (path, message) => {
  await expect(deliver(path)).rejects.toThrow(message);
});

test('silence is not waited for any longer than said', async () => {
  await expect(deliver('/silent', '', 20)).rejects.toThrow('no answer within 40 ms');
});

test.each(['not a url', 'file:///etc/passwd'])('%s is no address', async (url) => {
  const options = { clock: systemClock, timeoutMs: 100, signal: closing.signal };
  await expect(deliverNotification({ url, proxy: '' }, options)).rejects.toThrow();
});

test('goes through the proxy that is named', async () => {
  await deliver('/200', `http@127.0.0.1:${portOf(httpProxy)}`);
  await deliver('/200', `127.0.0.1:${portOf(httpProxy)}`);
  await deliver('/200', `SOCKS@127.0.0.1:${portOf(socksProxy)}`);
  const address = `127.0.0.1:${portOf(target)}`;
  expect(proxied).toEqual([
    `http http://${address}/200`,
    `http http://${address}/200`,
    `socks ${address}`,
  ]);
});

test.each([
  ['http@proxy:8080', { kind: 'http', host: 'proxy', port: 8080 }],
  ['Socks@10.0.0.1:1080', { kind: 'socks', host: '10.0.0.1', port: 1080 }],
  ['proxy:3128', { kind: 'http', host: 'proxy', port: 3128 }],
  ['proxy', undefined],
  ['proxy:port', undefined],
  ['', undefined],
])('%s', (text, proxy) => {
  expect(parseNotificationProxy(text)).toEqual(proxy);
});
