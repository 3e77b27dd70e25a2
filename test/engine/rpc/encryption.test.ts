/** What travels is unreadable where either end wants it so; nobody in between can change that. */
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { FrameConnection } from '../../../engine/rpc/frame-connection.ts';
import { connectRpc } from '../../../engine/rpc/rpc-client.ts';
import { RpcServer } from '../../../engine/rpc/rpc-server.ts';
import { eventually } from '../../support/eventually.ts';
import { SniffingProxy } from '../../support/sniffing-proxy.ts';

const secret = Buffer.from('the secret of this application');
const text = 'rows of somebody, code and settings';
const opened: { close(): void }[] = [];

afterEach(() => {
  for (const one of opened.splice(0)) {
    one.close();
  }
});

/** Answers each message with itself. */
async function serve(encrypts: boolean): Promise<number> {
  const server = new RpcServer({
    secret,
    encrypts,
    onConnection: (connection: () => FrameConnection) => ({
      onMessage: (message) => void connection().send(message),
      onClose: () => {},
    }),
  });
  opened.push(server);
  return server.listen();
}

async function proxyTo(port: number, change?: (bytes: Buffer) => Buffer): Promise<SniffingProxy> {
  const proxy = await SniffingProxy.start(port, change === undefined ? {} : { change });
  opened.push(proxy);
  return proxy;
}

async function exchange(port: number, encrypts: boolean, messages: readonly unknown[]) {
  const received: unknown[] = [];
  const handlers = { onMessage: (message: unknown) => void received.push(message), onClose() {} };
  const client = await connectRpc(port, secret, handlers, '127.0.0.1', { encrypts });
  for (const message of messages) {
    client.send(message);
  }
  await eventually(() => received.length === messages.length);
  client.destroy();
  return received;
}

test.each([
  [false, false, true],
  [true, false, false],
  [false, true, false],
  [true, true, false],
])('a server that encrypts (%s) and a client that does (%s)', async (server, client, isPlain) => {
  const proxy = await proxyTo(await serve(server));
  const messages = [text, { text }, Buffer.from(text.repeat(10_000)), 'the end'];
  expect(await exchange(proxy.port, client, messages)).toEqual(messages);
  const sniffed = proxy.bytes().toString('latin1');
  expect(sniffed.includes('somebody')).toBe(isPlain);
  expect(sniffed.length).toBeGreaterThan(700_000);
});

test('the same messages look different on each connection', async () => {
  const port = await serve(true);
  const [first, second] = [await proxyTo(port), await proxyTo(port)];
  for (const proxy of [first, second]) {
    await exchange(proxy.port, false, [text]);
  }
  expect(first.bytes().equals(second.bytes())).toBe(false);
});

test('whoever changes a bit on the way ends the connection', async () => {
  const port = await serve(true);
  // Our handshake, the two of TLS's, and the message.
  for (const changed of [0, 1, 2, 3]) {
    let count = 0;
    const proxy = await proxyTo(port, (bytes) => {
      if (count === changed) {
        bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 0x04;
      }
      count += 1;
      return bytes;
    });
    const ended = Promise.withResolvers<string>();
    const received: unknown[] = [];
    const handlers = {
      onMessage: (message: unknown) => void received.push(message),
      onClose: () => ended.resolve('closed'),
    };
    try {
      const client = await connectRpc(proxy.port, secret, handlers);
      client.send(text);
      await ended.promise;
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    expect(received).toEqual([]);
    expect(count).toBeGreaterThan(changed);
  }
});

test('a client that encrypts talks to nobody who answers without the secret', async () => {
  const sockets: Socket[] = [];
  const impostor = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write(Buffer.alloc(32, 1));
    socket.once('data', () => socket.write(Buffer.alloc(32, 2)));
  });
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => void impostor.close() });
  const { port } = impostor.address() as { port: number };
  const handlers = { onMessage: () => {}, onClose: () => {} };
  await expect(connectRpc(port, secret, handlers, '127.0.0.1', { encrypts: true })).rejects.toThrow(
    'The peer does not know the secret',
  );
});

test('a client that offers TLS of its own is turned away', async () => {
  const port = await serve(true);
  const socket = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.resume();
  // The beginning of any ClientHello, and enough bytes to be judged.
  socket.write(Buffer.concat([Buffer.from('16030101fc010001f80303', 'hex'), Buffer.alloc(90)]));
  await closed;
});
