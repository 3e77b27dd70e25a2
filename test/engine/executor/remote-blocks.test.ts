/** A block that another executor keeps is had whole, from whoever still has it, or not at all. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../base/time/system-clock.ts';
import { emptySource } from '../../../engine/executor/batch-source.ts';
import type { BlockHolder, CachedBlockRequest } from '../../../engine/executor/block-exchange.ts';
import {
  encodeShared,
  readBlock,
  type SharedBlock,
} from '../../../engine/executor/cached-block.ts';
import { RemoteBlocks } from '../../../engine/executor/remote-blocks.ts';
import { serveCachedBlock } from '../../../engine/executor/serve-cached-block.ts';
import { startPeerServer } from '../../../engine/executor/start-peer-server.ts';
import { fileOf } from '../../../engine/executor/unroll-block.ts';
import { PeerConnections } from '../../../engine/shuffle/peer-connections.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const MEBIBYTE = 2 ** 20;
const access = { secret: new Uint8Array(32), encrypts: false };
const id = { rddId: 1, partition: 2 };
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function blockOf(batches: unknown[][]): SharedBlock {
  const chunks = batches.map((rows) => encodeShared(rows));
  const sizeBytes = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return { form: 'chunks', chunks, sizeBytes };
}

type Serve = (request: CachedBlockRequest) => ReturnType<typeof serveCachedBlock>;

async function holder(serve: Serve): Promise<BlockHolder> {
  const server = startPeerServer(access, async (request) =>
    request.type === 'cached-block' ? serve(request) : undefined,
  );
  const port = await server.listen(0, '127.0.0.1');
  closers.push(() => server.close());
  return { executorId: '0', address: { host: '127.0.0.1', port } };
}

function remoteBlocks(directory: string, holders: readonly BlockHolder[]): RemoteBlocks {
  return new RemoteBlocks({
    peers: new PeerConnections({ ...access, clock: systemClock, connectionTimeoutMs: 10_000 }),
    directory,
    holdersOf: async () => holders,
  });
}

function rowsOf(block: SharedBlock | undefined): unknown[] | undefined {
  if (block === undefined) {
    return undefined;
  }
  const source = readBlock(block, []);
  const rows: unknown[] = [];
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    rows.push(...batch);
  }
  return rows;
}

const someBatches = fc.array(fc.array(fc.integer(), { minLength: 1, maxLength: 30 }), {
  maxLength: 8,
});

test('in memory or in a file, in answers of any size, the rows are the same', async () => {
  const directory = temporaryDirectory();
  let current: SharedBlock = blockOf([]);
  let bytesMax = 1;
  const only = await holder(({ from }) => serveCachedBlock(current, from, bytesMax));
  const remote = remoteBlocks(directory, [only]);
  await fc.assert(
    fc.asyncProperty(someBatches, fc.nat(500), fc.boolean(), async (batches, bytes, isFile) => {
      const block = blockOf(batches);
      const path = join(directory, 'kept');
      current = isFile ? (fileOf(block, emptySource, path) as SharedBlock) : block;
      bytesMax = bytes;
      expect(rowsOf(await remote.find(id, false))).toEqual(batches.flat());
    }),
    { numRuns: 60 },
  );
});

test('a large block is fetched into a file', async () => {
  const directory = temporaryDirectory();
  const batches = Array.from({ length: 6 }, (_, batch) => [`${batch}`.repeat(MEBIBYTE)]);
  const block = blockOf(batches);
  const only = await holder(({ from }) => serveCachedBlock(block, from, MEBIBYTE));
  const found = await remoteBlocks(directory, [only]).find(id, false);
  expect(found).toMatchObject({ form: 'file', isFetched: true, sizeBytes: block.sizeBytes });
  expect(rowsOf(found)).toEqual(batches.flat());
});

test.each([
  ['is gone', (): undefined => undefined],
  [
    'fails',
    (): undefined => {
      throw new Error('the disk is gone');
    },
  ],
] as const)('where a holder %s the next is asked, and then nobody', async (_name, answer) => {
  const directory = temporaryDirectory();
  const block = blockOf([[1], [2]]);
  const broken = await holder(answer);
  const whole = await holder(({ from }) => serveCachedBlock(block, from, 1));
  const ended = { executorId: '9', address: { host: '127.0.0.1', port: 1 } };
  const both = remoteBlocks(directory, [ended, broken, whole]);
  expect(rowsOf(await both.find(id, false))).toEqual([1, 2]);
  expect(await remoteBlocks(directory, [ended, broken]).find(id, false)).toBeUndefined();
});

test('a block that changes its form or goes on the way is not given in part', async () => {
  const directory = temporaryDirectory();
  const large = blockOf(Array.from({ length: 6 }, () => ['.'.repeat(MEBIBYTE)]));
  const file = fileOf(large, emptySource, join(directory, 'kept')) as SharedBlock;
  const changing = await holder(({ from }) =>
    serveCachedBlock(from === undefined ? large : file, from, 1),
  );
  const going = await holder(({ from }) =>
    from === undefined ? serveCachedBlock(large, from, 1) : undefined,
  );
  expect(await remoteBlocks(directory, [changing, going]).find(id, false)).toBeUndefined();
  expect(readdirSync(directory)).toEqual(['kept']);
});

test('holders are told that what they sent is damaged', async () => {
  const told: boolean[] = [];
  const only = await holder(({ isDamaged }) => {
    told.push(isDamaged);
    return undefined;
  });
  const directory = join(temporaryDirectory(), 'none');
  expect(await remoteBlocks(directory, [only]).find(id, true)).toBeUndefined();
  expect(told).toEqual([true]);
  expect(existsSync(directory)).toBe(false);
});
