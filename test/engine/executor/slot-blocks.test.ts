/** Which slot is asked for a block, what is remembered of its answer, and when it is forgotten. */
import { expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import type { SharedBlock } from '../../../engine/executor/cached-block.ts';
import { SlotBlocks } from '../../../engine/executor/slot-blocks.ts';
import type { BlockErrand } from '../../../engine/executor/slot-protocol.ts';

const block = { rddId: 7, partition: 3 };
const inMemory = { ...block, memoryBytes: 16, diskBytes: 0 };
const shared: SharedBlock = { form: 'chunks', chunks: [new SharedArrayBuffer(16)], sizeBytes: 16 };
const question = { type: 'cached-block', block, damaged: undefined } as const;

function setUp() {
  const clock = new ManualClock(0);
  const sent: [number, BlockErrand['type']][] = [];
  /** What slots answer; `undefined` where they do not. */
  const answers = new Map<number, () => SharedBlock | undefined>();
  const blocks: SlotBlocks = new SlotBlocks({
    clock,
    send: (slot, errand) => {
      sent.push([slot, errand.type]);
      const answer = answers.get(slot);
      if (errand.type === 'share-block' && answer !== undefined) {
        queueMicrotask(() => blocks.answered(errand.number, answer()));
      }
    },
  });
  return { clock, sent, answers, blocks };
}

test('a slot is asked once, and told that its block is in use from then on', async () => {
  const { blocks, sent, answers } = setUp();
  answers.set(0, () => shared);
  blocks.changed(0, [inMemory]);
  expect(await blocks.find(question, 1)).toBe(shared);
  // The slot says at the end of its task that the block has another size now: that of the bytes.
  blocks.changed(0, [inMemory]);
  expect(await blocks.find(question, 1)).toBe(shared);
  expect(sent).toEqual([
    [0, 'share-block'],
    [0, 'touch-block'],
  ]);
});

test('nobody asks itself, nor for what nobody keeps', async () => {
  const { blocks, sent } = setUp();
  expect(await blocks.find(question, 1)).toBeUndefined();
  blocks.changed(1, [inMemory]);
  expect(await blocks.find(question, 1)).toBeUndefined();
  expect(sent).toEqual([]);
});

test.each<[string, (blocks: SlotBlocks) => void]>([
  ['dropped', (blocks) => blocks.changed(0, [{ ...inMemory, memoryBytes: 0, isDropped: true }])],
  ['unpersisted', (blocks) => blocks.dropRdd(7)],
  ['lost with its slot', (blocks) => blocks.slotLost(0)],
])('a block that was %s is not offered any more', async (_what, forget) => {
  const { blocks, answers } = setUp();
  answers.set(0, () => shared);
  blocks.changed(0, [inMemory]);
  expect(await blocks.find(question, 1)).toBe(shared);
  forget(blocks);
  expect(await blocks.find(question, 1)).toBeUndefined();
});

test('what went to disk meanwhile is asked for again', async () => {
  const { blocks, answers } = setUp();
  answers.set(0, () => shared);
  blocks.changed(0, [inMemory]);
  await blocks.find(question, 1);
  const file: SharedBlock = { form: 'file', path: 'somewhere', sizeBytes: 16 };
  answers.set(0, () => file);
  blocks.changed(0, [{ ...block, memoryBytes: 0, diskBytes: 16 }]);
  expect(await blocks.find(question, 1)).toBe(file);
});

test('a damaged block is dropped by its slot, and another copy is read', async () => {
  const { blocks, sent, answers } = setUp();
  answers.set(0, () => shared);
  answers.set(1, () => shared);
  blocks.changed(0, [inMemory]);
  blocks.changed(1, [inMemory]);
  await blocks.find(question, 2);
  expect(await blocks.find({ ...question, damaged: 'memory' }, 2)).toBe(shared);
  expect(sent).toEqual([
    [0, 'share-block'],
    [0, 'drop-block'],
    [1, 'share-block'],
  ]);
});

test('a slot that is within a long function, or ends, is not waited for', async () => {
  const { blocks, clock } = setUp();
  blocks.changed(0, [inMemory]);
  const busy = blocks.find(question, 1);
  clock.advance(1_000);
  expect(await busy).toBeUndefined();
  const ending = blocks.find(question, 1);
  blocks.slotLost(0);
  expect(await ending).toBeUndefined();
});
