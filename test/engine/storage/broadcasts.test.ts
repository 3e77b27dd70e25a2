/** Broadcasts come back whole, are fetched once, and are gone after `destroy`. */
import { expect, test } from 'vitest';
import { BroadcastCache } from '../../../engine/storage/broadcast-cache.ts';
import { BroadcastServer } from '../../../engine/storage/broadcast-server.ts';
import { broadcastFromBytes, broadcastToBytes } from '../../../engine/storage/broadcast-value.ts';

const settings = { pieceBytes: 1_000, hasChecksums: true };

test.each([
  ['nothing', undefined],
  ['a Map', new Map([['de', [1, 2]]])],
  ['rows', Array.from({ length: 500 }, (_, index) => ({ index, name: `n${index}` }))],
  ['doubles', Float64Array.from({ length: 700 }, (_, index) => index / 3)],
  ['bigints', BigInt64Array.of(1n, -(2n ** 63n))],
])('%s', async (_what, value) => {
  const server = new BroadcastServer(settings);
  const description = server.add(4, broadcastToBytes(value));
  const cache = new BroadcastCache(async (id, piece) => server.piece(id, piece));
  expect(broadcastFromBytes(await cache.get(description))).toEqual(value);
  expect(broadcastFromBytes(server.shared(4))).toEqual(value);
});

test('a typed array is the same memory for all who look at it', () => {
  const { buffer } = broadcastToBytes(Int32Array.of(1, 2, 3));
  (broadcastFromBytes(buffer) as Int32Array)[1] = 20;
  expect(broadcastFromBytes(buffer)).toEqual(Int32Array.of(1, 20, 3));
});

test('whoever asks, each piece is fetched once, until the broadcast is dropped', async () => {
  const server = new BroadcastServer(settings);
  const description = server.add(0, broadcastToBytes(new Uint8Array(9_500)));
  const fetched: number[] = [];
  const cache = new BroadcastCache(async (id, piece) => {
    fetched.push(piece);
    return server.piece(id, piece);
  });
  const [first, second] = await Promise.all([cache.get(description), cache.get(description)]);
  expect(first).toBe(second);
  expect(fetched.sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  cache.drop(0);
  await cache.get(description);
  expect(fetched.length).toBe(20);
});

test('a damaged piece is found, and fetched again when asked again', async () => {
  const server = new BroadcastServer(settings);
  const description = server.add(0, broadcastToBytes(new Uint8Array(2_500)));
  let damage = 1;
  const cache = new BroadcastCache(async (id, index) => {
    const piece = Uint8Array.from(server.piece(id, index));
    piece[17] = damage;
    return piece;
  });
  await expect(cache.get(description)).rejects.toThrow(/Piece \d of broadcast 0 is corrupted/);
  damage = 0;
  await expect(cache.get(description)).resolves.toBeInstanceOf(SharedArrayBuffer);
});

test('after destroy there is nothing to fetch', async () => {
  const server = new BroadcastServer(settings);
  const description = server.add(7, broadcastToBytes('gone'));
  server.destroy(7);
  const cache = new BroadcastCache(async (id, piece) => server.piece(id, piece));
  await expect(cache.get(description)).rejects.toThrow(
    'Attempted to use Broadcast(7) after it was destroyed',
  );
});
