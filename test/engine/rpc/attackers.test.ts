/** Peers that mean harm: they get nothing, and keep nobody from getting through. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../../base/time/clock.ts';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { systemClock } from '../../../base/time/system-clock.ts';
import type { FrameConnection } from '../../../engine/rpc/frame-connection.ts';
import { offerHandshake } from '../../../engine/rpc/handshake.ts';
import { connectRpc } from '../../../engine/rpc/rpc-client.ts';
import { RpcServer } from '../../../engine/rpc/rpc-server.ts';
import { eventually } from '../../support/eventually.ts';

const secret = Buffer.from('the secret of this application');
const limits = { frameBytesMax: 10_000, messageBytesMax: 20_000 };
const servers: RpcServer[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const one of [...servers.splice(0), ...sockets.splice(0)]) {
    'close' in one ? one.close() : one.destroy();
  }
});

async function serve(clock: Clock = systemClock) {
  const refusals: string[] = [];
  const server = new RpcServer({
    secret,
    limits,
    clock,
    onRefused: (_address, reason) => refusals.push(reason),
    onConnection: (connection: () => FrameConnection) => ({
      onMessage: (message) => void connection().send(message),
      onClose: () => {},
    }),
  });
  servers.push(server);
  return { port: await server.listen(), refusals };
}

function stranger(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  sockets.push(socket);
  return socket;
}

/** Whether the server still answers its own. */
async function answers(port: number): Promise<void> {
  const answer = Promise.withResolvers<unknown>();
  const handlers = { onMessage: answer.resolve, onClose: () => {} };
  const client = await connectRpc(port, secret, handlers);
  client.send('hello');
  expect(await answer.promise).toBe('hello');
  client.destroy();
}

test('hundreds of connections that say nothing keep nobody out, and the first of them go', async () => {
  const { port, refusals } = await serve();
  const silent = Array.from({ length: 600 }, () => stranger(port));
  await eventually(() => refusals.length >= 88);
  await answers(port);
  expect(silent.filter(({ closed }) => closed).length).toBeGreaterThan(80);
  expect(silent.at(-1)?.closed).toBe(false);
});

test('who sends byte by byte has no more time than others', async () => {
  const clock = new ManualClock();
  const { port, refusals } = await serve(clock);
  const slow = stranger(port);
  await once(slow, 'data');
  for (let second = 0; second < 9; second += 1) {
    slow.write('x');
    clock.advance(1_000);
  }
  expect(refusals).toEqual([]);
  clock.advance(1_000);
  await eventually(() => slow.closed);
  expect(refusals).toEqual(['The peer was silent during the handshake']);
});

/** Bytes behind a handshake by somebody who knows the secret: a defect, or a thief. */
async function sendRaw(port: number, bytes: Uint8Array): Promise<Socket> {
  const raw = connect(port, '127.0.0.1');
  sockets.push(raw);
  raw.on('error', () => {});
  const { socket } = await offerHandshake(raw, secret, false);
  socket.resume();
  socket.end(bytes);
  return socket;
}

test('any bytes after the handshake end at most their own connection', async () => {
  const { port } = await serve();
  const packr = new Packr({ useRecords: false });
  const frame = (body: Uint8Array) => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(body.length);
    return Buffer.concat([header, body]);
  };
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }).map(frame),
    fc.anything({ maxDepth: 3 }).map((value) => {
      try {
        return frame(packr.pack(value));
      } catch {
        return frame(new Uint8Array());
      }
    }),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const socket = await sendRaw(port, sent);
      await eventually(() => socket.closed);
    }),
    { numRuns: 150 },
  );
  await answers(port);
});

test.each([
  ['a frame that is too large', [10_001]],
  ['the largest frame there can be', [0x7fff_ffff]],
  ['a message of frames without end', [0x8000_2000, 0x8000_2000, 0x8000_2000]],
])('%s ends its connection before it is held', async (_what, headers) => {
  const { port } = await serve();
  const parts = headers.map((header) => {
    const bytes = Buffer.alloc(4 + (header > 0x8000_0000 ? header - 0x8000_0000 : 0));
    bytes.writeUInt32BE(header);
    return bytes;
  });
  const socket = await sendRaw(port, Buffer.concat(parts));
  await eventually(() => socket.closed);
  await answers(port);
});
