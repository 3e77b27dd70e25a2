/** Messages arrive whole and in order, slow receivers are waited for, strangers get nothing. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { FrameConnection } from '../../../engine/rpc/frame-connection.ts';
import { connectRpc } from '../../../engine/rpc/rpc-client.ts';
import { RpcServer } from '../../../engine/rpc/rpc-server.ts';
import { eventually } from '../../support/eventually.ts';

const secret = Buffer.from('the secret of this application');
const servers: RpcServer[] = [];
const ignore = { onMessage: () => {}, onClose: () => {} };

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});

async function serve(
  onMessage: (message: unknown, reply: FrameConnection) => void | Promise<void>,
) {
  let connections = 0;
  const server = new RpcServer({
    secret,
    onConnection: (connection) => {
      connections += 1;
      return { onMessage: (message) => onMessage(message, connection()), onClose: () => {} };
    },
  });
  servers.push(server);
  return { port: await server.listen(), connections: () => connections };
}

test('messages of every size come back as they were sent', async () => {
  const { port } = await serve((message, reply) => {
    reply.send(message);
  });
  const received: unknown[] = [];
  const client = await connectRpc(port, secret, {
    onMessage: (message) => {
      received.push(message);
    },
    onClose: () => {},
  });
  const messages = [
    { type: 'small', nothing: undefined, none: null, precise: 0.1, large: 2 ** 52 },
    ...[1, 16_383, 16_384, 65_536, 3_000_000].map((size) => Buffer.alloc(size, size % 251)),
    'ü'.repeat(100_000),
  ];
  for (const message of messages) {
    client.send(message);
  }
  await eventually(() => received.length === messages.length);
  expect(received).toEqual(messages);
  client.destroy();
});

test('messages larger than a frame are split and put together', async () => {
  const received: unknown[] = [];
  const limits = { frameBytesMax: 1_000, messageBytesMax: 1_000_000 };
  const server = createServer((socket) => {
    const onMessage = (message: unknown) => void received.push(message);
    new FrameConnection(socket, { onMessage, onClose: () => {} }, limits);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const sender = new FrameConnection(socket, ignore, limits);
  const messages = [0, 1, 990, 995, 998, 1_000, 1_990, 2_000, 5_001, 200_000].map((size) =>
    Buffer.alloc(size, size % 251),
  );
  for (const message of messages) {
    sender.send(message);
  }
  await eventually(() => received.length === messages.length);
  expect(received).toEqual(messages);
  sender.destroy();
  server.close();
});

test('a receiver that is busy is sent no more than fits on the way', async () => {
  let handled = 0;
  const gate = Promise.withResolvers<void>();
  const { port } = await serve(async () => {
    handled += 1;
    await gate.promise;
  });
  const client = await connectRpc(port, secret, ignore);
  const piece = Buffer.alloc(1 << 20);
  const sent = 64;
  let isFree = true;
  for (let count = 0; count < sent; count += 1) {
    isFree = client.send(piece) && isFree;
  }
  expect(isFree).toBe(false);
  const drained = client.drained().then(() => 'drained');
  await eventually(() => handled === 1);
  expect(await Promise.race([drained, Promise.resolve('waiting')])).toBe('waiting');
  gate.resolve();
  expect(await drained).toBe('drained');
  await eventually(() => handled === sent);
  client.destroy();
});

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => {});
    socket.once('close', () => resolve());
    socket.resume();
  });
}

test('a peer with another secret is turned away', async () => {
  const { port, connections } = await serve(() => {});
  await expect(connectRpc(port, Buffer.from('a guess'), ignore)).rejects.toThrow(/handshake/);
  expect(connections()).toBe(0);
});

test.each([
  ['nonsense', Buffer.alloc(64, 7)],
  ['too much nonsense', Buffer.alloc(1 << 20, 7)],
])('a peer that sends %s is turned away', async (_what, bytes) => {
  const { port, connections } = await serve(() => {});
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  await closed(socket);
  expect(connections()).toBe(0);
});

test('a server without the secret is not trusted', async () => {
  // What a server that knows nothing can do: send a challenge and any answer.
  const impostor = createServer((socket) => socket.write(Buffer.alloc(64, 1)));
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  const address = impostor.address() as { port: number };
  await expect(connectRpc(address.port, secret, ignore)).rejects.toThrow(/secret/);
  impostor.close();
});
