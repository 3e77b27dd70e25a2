/** Blocks that another executor serves are those of its files, or a fetch failure. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../base/time/system-clock.ts';
import { newShuffleReadMetrics } from '../../../engine/executor/task-metrics.ts';
import { BlockClient } from '../../../engine/shuffle/block-client.ts';
import { BlockReader } from '../../../engine/shuffle/block-reader.ts';
import type { BlockRequest } from '../../../engine/shuffle/block-request.ts';
import { startBlockServer } from '../../../engine/shuffle/block-server.ts';
import { FetchFailedError, type MapOutput } from '../../../engine/shuffle/map-output.ts';
import { MapOutputWriter } from '../../../engine/shuffle/map-output-writer.ts';
import { serveBlocks } from '../../../engine/shuffle/serve-blocks.ts';
import { mapOutputFiles } from '../../../engine/shuffle/shuffle-file.ts';
import { SniffingProxy } from '../../support/sniffing-proxy.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const shuffleId = 0;
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** One map output of some chunks for two reducers. */
function write(root: string, executorId: string, mapIndex: number, chunks: number[][]): MapOutput {
  const directory = join(root, executorId);
  mkdirSync(directory, { recursive: true });
  const writer = new MapOutputWriter(mapOutputFiles(directory, shuffleId, mapIndex), 2);
  for (const [at, rows] of chunks.entries()) {
    writer.append(at % 2, [rows]);
  }
  writer.commit();
  return { mapIndex, mapTaskId: mapIndex, executorId, directory };
}

function readAll(reader: BlockReader, outputs: readonly MapOutput[], reduceId: number): unknown[] {
  const chunks = reader.read(shuffleId, reduceId, outputs, newShuffleReadMetrics());
  return [...chunks].flatMap(({ places }) => Array.from<unknown>(places[0] as unknown[]));
}

const chunks = fc.array(fc.array(fc.integer(), { minLength: 1, maxLength: 40 }), { maxLength: 6 });

test('whatever the size of an answer, the rows are the same and in order', () => {
  fc.assert(
    fc.property(fc.array(chunks, { minLength: 1, maxLength: 5 }), fc.nat(400), (maps, bytesMax) => {
      const root = temporaryDirectory();
      const outputs = maps.map((map, index) => write(root, String(index >> 1), index, map));
      const fetch = (request: BlockRequest) => serveBlocks(root, { ...request, bytesMax });
      const remote = new BlockReader({ ownExecutorId: 'none', fetch });
      for (const reduceId of [0, 1]) {
        const expected = readAll(new BlockReader(), outputs, reduceId);
        expect(readAll(remote, outputs, reduceId)).toEqual(expected);
      }
    }),
    { numRuns: 40 },
  );
});

test('damage on the way is mended by asking once more, damage at the source is not', () => {
  const root = temporaryDirectory();
  const output = write(root, '1', 0, [[1, 2, 3]]);
  let damages = 1;
  const fetch = (request: BlockRequest) => {
    const response = serveBlocks(root, request);
    const bytes = response.parts[0]?.bytes as Uint8Array;
    if (damages > 0) {
      damages -= 1;
      bytes[bytes.length - 16] = 99;
    }
    return response;
  };
  const reader = new BlockReader({ ownExecutorId: '0', fetch });
  expect(readAll(reader, [output], 0)).toEqual([1, 2, 3]);
  damages = 2;
  expect(() => readAll(reader, [output], 0)).toThrow(FetchFailedError);
});

test('a failure names the output that is missing, after what came before it', () => {
  const root = temporaryDirectory();
  const outputs = [0, 1, 2].map((index) => write(root, '1', index, [[index]]));
  rmSync(mapOutputFiles(join(root, '1'), shuffleId, 1).indexFile);
  const reader = new BlockReader({
    ownExecutorId: '0',
    fetch: (request) => serveBlocks(root, request),
  });
  const rows: unknown[] = [];
  let failure: unknown;
  try {
    for (const { places } of reader.read(shuffleId, 0, outputs, newShuffleReadMetrics())) {
      rows.push(...(places[0] as number[]));
    }
  } catch (error) {
    failure = error;
  }
  expect(rows).toEqual([0]);
  expect(failure).toMatchObject({ name: 'FetchFailedError', output: { mapIndex: 1 } });
});

test('nothing but files of executors below the directory is served', () => {
  const root = temporaryDirectory();
  writeFileSync(join(root, 'secret'), 'x');
  const request = { shuffleId, reduceId: 0, mapTaskIds: [0], from: { output: 0, offset: 0 } };
  for (const executorId of ['..', '../x', '/etc', 'a/b', '']) {
    const response = serveBlocks(root, { ...request, executorId, bytesMax: 1_000 });
    expect(response).toMatchObject({ parts: [], failure: `There is no executor ${executorId}` });
  }
});

test('requests go over one connection, which is opened again after it was lost', async () => {
  const root = temporaryDirectory();
  const secret = Buffer.from('known to both');
  write(root, '1', 0, [[7], [8]]);
  let server = startBlockServer(root, secret, false);
  let port = await server.listen();
  closers.push(() => server.close());
  const client = new BlockClient({
    secret,
    encrypts: false,
    clock: systemClock,
    addressOf: async () => ({ host: '127.0.0.1', port }),
    retriesMax: 3,
    retryWaitMs: 1,
    connectionTimeoutMs: 60_000,
  });
  const request = { executorId: '1', shuffleId, reduceId: 1, mapTaskIds: [0], bytesMax: 1_000 };
  const ask = () => client.fetch({ ...request, from: { output: 0, offset: 0 } });
  const [first, second] = await Promise.all([ask(), ask()]);
  const whole = readFileSync(mapOutputFiles(join(root, '1'), shuffleId, 0).dataFile);
  expect(Buffer.from(first.parts[0]?.bytes as Uint8Array)).toEqual(
    whole.subarray(whole.length / 2),
  );
  expect(second).toEqual(first);
  server.close();
  server = startBlockServer(root, secret, false);
  port = await server.listen();
  expect(await ask()).toEqual(first);
  server.close();
  await expect(ask()).rejects.toThrow(/ECONNREFUSED|was lost|closed/);
});

test.each([false, true])('blocks that are fetched by who encrypts (%s)', async (encrypts) => {
  const root = temporaryDirectory();
  const secret = Buffer.from('known to both');
  write(root, '1', 0, [[7], [8]]);
  const server = startBlockServer(root, secret, false);
  const proxy = await SniffingProxy.start(await server.listen());
  closers.push(
    () => server.close(),
    () => proxy.close(),
  );
  const client = new BlockClient({
    secret,
    encrypts,
    clock: systemClock,
    addressOf: async () => ({ host: '127.0.0.1', port: proxy.port }),
    retriesMax: 0,
    retryWaitMs: 1,
    connectionTimeoutMs: 60_000,
  });
  const request = { executorId: '1', shuffleId, reduceId: 1, mapTaskIds: [0], bytesMax: 1_000 };
  const { parts } = await client.fetch({ ...request, from: { output: 0, offset: 0 } });
  const block = Buffer.from(parts[0]?.bytes as Uint8Array);
  expect(block.length).toBeGreaterThan(16);
  expect(proxy.bytes().includes(block)).toBe(!encrypts);
  expect(proxy.bytes().includes('executorId')).toBe(!encrypts);
});

test('who takes connections and never answers is given up, and asked again', async () => {
  const connected: Socket[] = [];
  const silent = createServer((socket) => {
    connected.push(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    silent.close();
    for (const socket of connected) socket.destroy();
  });
  const { port } = silent.address() as AddressInfo;
  const client = new BlockClient({
    secret: Buffer.alloc(32),
    encrypts: false,
    clock: systemClock,
    addressOf: async () => ({ host: '127.0.0.1', port }),
    retriesMax: 1,
    retryWaitMs: 1,
    connectionTimeoutMs: 50,
  });
  const from = { output: 0, offset: 0 };
  const request = { executorId: '1', shuffleId, reduceId: 0, mapTaskIds: [0], bytesMax: 1, from };
  await expect(client.fetch(request)).rejects.toThrow(
    `127.0.0.1:${port} has not answered for 50 ms`,
  );
  expect(connected.length).toBe(2);
});

test('who refuses connections is given up after all retries', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  let asked = 0;
  const client = new BlockClient({
    secret: Buffer.alloc(32),
    encrypts: false,
    clock: systemClock,
    addressOf: async () => {
      asked += 1;
      return { host: '127.0.0.1', port };
    },
    retriesMax: 2,
    retryWaitMs: 1,
    connectionTimeoutMs: 60_000,
  });
  const from = { output: 0, offset: 0 };
  const request = { executorId: '1', shuffleId, reduceId: 0, mapTaskIds: [0], bytesMax: 1, from };
  await expect(client.fetch(request)).rejects.toThrow('ECONNREFUSED');
  expect(asked).toBe(3);
});
