/** Cached blocks share a slot's memory: what is kept, what goes to disk, what is dropped. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceOfBatches } from '../../../engine/executor/batch-source.ts';
import { BlockReplicas } from '../../../engine/executor/block-replicas.ts';
import { BlockStore } from '../../../engine/executor/block-store.ts';
import { readBlock } from '../../../engine/executor/cached-block.ts';
import { allRows } from '../../../engine/executor/row-iterator.ts';
import { StorageLevel } from '../../../engine/rdd/storage-level.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** About eight kilobytes as a block of numbers. */
const rows = Array.from({ length: 500 }, (_, index) => index);
const blockBytes = 8_000;

function store(dataBytes: number, storageBytes = dataBytes / 2) {
  const directory = temporaryDirectory();
  const unlimited = { processBytes: undefined, heapMegabytes: undefined };
  const memory = { ...unlimited, dataBytes, storageBytes };
  const blocks = new BlockStore({ directory, slot: 0, memory, hasPeers: false });
  const put = (rddId: number, level: StorageLevel = StorageLevel.MEMORY_ONLY) => {
    const batches = [rows.slice(0, 200), rows.slice(200)];
    return allRows(
      blocks.store({ rddId, partition: 0 }, level, sourceOfBatches(batches.values()), []),
    );
  };
  const get = (rddId: number) => {
    const found = blocks.read({ rddId, partition: 0 }, []);
    return found && allRows(found);
  };
  return { blocks, put, get, directory };
}

test.each(Object.entries(StorageLevel).filter(([name]) => name !== 'NONE'))(
  'a block of level %s is read as it was stored, and gone after unpersist',
  (_name, level) => {
    const { blocks, put, get, directory } = store(1 << 20);
    expect(put(1, level)).toEqual(rows);
    expect(get(1)).toEqual(rows);
    const [stored] = blocks.takeChanged();
    expect((stored?.memoryBytes ?? 0) > 0).toBe(level.useMemory);
    expect((stored?.diskBytes ?? 0) > 0).toBe(!level.useMemory);
    expect(readdirSync(directory).length).toBe(level.useMemory ? 0 : 1);
    blocks.dropRdd(1);
    expect(get(1)).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
  },
);

test('the block that was not used for longest makes room', () => {
  const { blocks, put, get } = store(2.5 * blockBytes);
  put(1);
  put(2);
  expect(get(1)).toEqual(rows);
  blocks.takeChanged();
  put(3);
  expect(blocks.takeChanged()).toEqual([
    { rddId: 2, partition: 0, memoryBytes: 0, diskBytes: 0, isDropped: true },
    { rddId: 3, partition: 0, memoryBytes: blockBytes, diskBytes: 0 },
  ]);
  expect([1, 2, 3].map((rddId) => get(rddId) !== undefined)).toEqual([true, false, true]);
});

test('a block that may go to disk is not lost', () => {
  const { blocks, put, get } = store(1.5 * blockBytes);
  put(1, StorageLevel.MEMORY_AND_DISK);
  put(2, StorageLevel.MEMORY_AND_DISK);
  const [first, second] = blocks.takeChanged();
  expect(first).toMatchObject({ rddId: 1, memoryBytes: 0, diskBytes: expect.any(Number) });
  expect(second).toMatchObject({ rddId: 2, memoryBytes: blockBytes, diskBytes: 0 });
  expect([get(1), get(2)]).toEqual([rows, rows]);
});

test('blocks do not drive out blocks of their own RDD', () => {
  const { blocks, get } = store(1.5 * blockBytes);
  for (const partition of [0, 1]) {
    const source = sourceOfBatches([rows].values());
    expect(
      allRows(blocks.store({ rddId: 1, partition }, StorageLevel.MEMORY_ONLY, source, [])),
    ).toEqual(rows);
  }
  expect(get(1)).toEqual(rows);
  expect(blocks.read({ rddId: 1, partition: 1 }, [])).toBeUndefined();
});

test.each([
  ['MEMORY_ONLY', undefined],
  ['MEMORY_ONLY_SER', undefined],
  ['MEMORY_AND_DISK', rows],
  ['MEMORY_AND_DISK_SER', rows],
] as const)('%s rows beyond the memory are passed on', (name, kept) => {
  const { put, get } = store(100);
  expect(put(1, StorageLevel[name])).toEqual(rows);
  expect(get(1)).toEqual(kept);
});

test('running tasks take back what lies above the part for blocks, and no more', () => {
  const { blocks, put, get } = store(4 * blockBytes, 1.5 * blockBytes);
  put(1);
  put(2);
  put(3);
  expect(blocks.executionLimit()).toBe(2.5 * blockBytes);
  blocks.yieldTo(2 * blockBytes);
  expect([1, 2, 3].map((rddId) => get(rddId) !== undefined)).toEqual([false, true, true]);
  blocks.yieldTo(4 * blockBytes);
  expect([1, 2, 3].map((rddId) => get(rddId) !== undefined)).toEqual([false, false, true]);
  put(4);
  expect(get(4)).toBeUndefined();
});

test('a damaged file fails the task and is computed anew afterwards', () => {
  const { blocks, put, get, directory } = store(1 << 20);
  put(1, StorageLevel.DISK_ONLY);
  const [file] = readdirSync(directory);
  writeFileSync(join(directory, file as string), 'no chunk at all, whatever its length');
  expect(() => get(1)).toThrow();
  expect(get(1)).toBeUndefined();
  expect(existsSync(join(directory, file as string))).toBe(false);
  expect(blocks.takeChanged()).toMatchObject([{ rddId: 1, isDropped: true }]);
});

test.each(Object.entries(StorageLevel).filter(([name]) => name !== 'NONE'))(
  'a block of level %s has a copy for other executors where the level says so',
  (_name, level) => {
    const directory = join(temporaryDirectory(), 'application', '0');
    const unlimited = { processBytes: undefined, heapMegabytes: undefined };
    const memory = { ...unlimited, dataBytes: 1 << 20, storageBytes: 1 << 19 };
    const blocks = new BlockStore({ directory, slot: 0, memory, hasPeers: true });
    const id = { rddId: 1, partition: 2 };
    allRows(blocks.store(id, level, sourceOfBatches([rows].values()), []));
    const replicas = new BlockReplicas(directory);
    const copy = replicas.find(id);
    expect(copy !== undefined).toBe(level.replication > 1);
    // Its executor is lost.
    rmSync(directory, { recursive: true });
    expect(copy && allRows(readBlock(copy, []))).toEqual(level.replication > 1 ? rows : undefined);
    expect(replicas.find({ rddId: 1, partition: 3 })).toBeUndefined();
    replicas.dropRdd(11);
    expect(replicas.find(id)).toEqual(copy);
    replicas.dropRdd(1);
    expect(replicas.find(id)).toBeUndefined();
  },
);

test('a copy that cannot be made costs nothing', () => {
  const directory = join(temporaryDirectory(), '0');
  writeFileSync(join(directory, '..', 'replicas'), 'in the way');
  const unlimited = { processBytes: undefined, heapMegabytes: undefined };
  const memory = { ...unlimited, dataBytes: 1 << 20, storageBytes: 1 << 19 };
  const blocks = new BlockStore({ directory, slot: 0, memory, hasPeers: true });
  const id = { rddId: 1, partition: 0 };
  const level = StorageLevel.MEMORY_ONLY_2;
  expect(allRows(blocks.store(id, level, sourceOfBatches([rows].values()), []))).toEqual(rows);
  const found = blocks.read(id, []);
  expect(found && allRows(found)).toEqual(rows);
});

test('a block that another slot wants becomes bytes, which count for what they are', () => {
  const { blocks, put, get } = store(1 << 20);
  put(1);
  blocks.takeChanged();
  const shared = blocks.share({ rddId: 1, partition: 0 });
  expect(shared?.form).toBe('chunks');
  expect(shared && allRows(readBlock(shared, []))).toEqual(rows);
  expect(get(1)).toEqual(rows);
  expect(blocks.takeChanged()).toEqual([
    { rddId: 1, partition: 0, memoryBytes: shared?.sizeBytes, diskBytes: 0 },
  ]);
  expect(blocks.share({ rddId: 2, partition: 0 })).toBeUndefined();
});

test('rows that cannot travel stay with their slot', () => {
  const { blocks } = store(1 << 20);
  const own = [new (class Own {})()];
  const id = { rddId: 1, partition: 0 };
  blocks.store(id, StorageLevel.MEMORY_ONLY, sourceOfBatches([own].values()), []);
  expect(blocks.share(id)).toBeUndefined();
  const found = blocks.read(id, []);
  expect(found && allRows(found)[0]).toBe(own[0]);
});
