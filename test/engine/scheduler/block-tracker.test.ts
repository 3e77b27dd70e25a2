/** What the driver knows of blocks, and what of it is news of an executor as a whole. */
import { expect, test } from 'vitest';
import { BlockTracker } from '../../../engine/scheduler/block-tracker.ts';

const held = { rddId: 4, partition: 1, memoryBytes: 10, diskBytes: 0 };
const dropped = { rddId: 4, partition: 1, memoryBytes: 0, diskBytes: 0, isDropped: true } as const;
const first = { executorId: '0', slot: 0 };
const second = { executorId: '0', slot: 1 };
const other = { executorId: '1', slot: 0 };

test('an executor keeps a block for as long as one of its slots does', () => {
  const blocks = new BlockTracker();
  expect(blocks.update(first, [held])).toEqual([held]);
  expect(blocks.update(second, [held])).toEqual([held]);
  expect(blocks.update(other, [held])).toEqual([held]);
  expect(blocks.update(first, [dropped])).toEqual([]);
  expect(blocks.locations(4, 1)).toEqual([second, other]);
  expect(blocks.update(second, [dropped])).toEqual([dropped]);
  expect(blocks.locations(4, 1)).toEqual([other]);
});

test('a slot that is lost drops what no other slot of its executor has', () => {
  const blocks = new BlockTracker();
  const lone = { ...held, partition: 2 };
  blocks.update(first, [held, lone]);
  blocks.update(second, [held]);
  expect(blocks.dropSlot(first)).toEqual([{ ...dropped, partition: 2 }]);
  expect(blocks.locations(4, 1)).toEqual([second]);
  expect(blocks.heldPartitions(4)).toBe(1);
  expect(blocks.dropSlot(second)).toEqual([dropped]);
  expect(blocks.isEmpty).toBe(true);
});

test('unpersisting and losing executors leave nothing', () => {
  const blocks = new BlockTracker();
  blocks.update(first, [held]);
  blocks.update(other, [held, { ...held, rddId: 5 }]);
  blocks.dropExecutor('0');
  expect(blocks.locations(4, 1)).toEqual([other]);
  blocks.dropRdd(4);
  expect(blocks.locations(4, 1)).toEqual([]);
  blocks.dropExecutor('1');
  expect(blocks.isEmpty).toBe(true);
});
