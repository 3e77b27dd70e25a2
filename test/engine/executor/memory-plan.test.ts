/** An executor's memory, shared out: what heaps, data and the process take never exceeds it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planExecutorMemory, planLocalMemory } from '../../../engine/executor/memory-plan.ts';

const mebibyte = 2 ** 20;
const fractions = { memoryFraction: 0.6, storageFraction: 0.5 };

test('heaps of all slots leave room for the process and for buffers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 65_536 }),
      fc.integer({ min: 1, max: 64 }),
      (megabytes, slots) => {
        const plan = planExecutorMemory({ memoryMegabytes: megabytes, slots, ...fractions });
        const heaps = (plan.heapMegabytes ?? 0) * slots * mebibyte;
        const isEnough = megabytes >= 112 + 64 * slots;
        expect(plan.processBytes).toBe((isEnough ? megabytes : 112 + 64 * slots) * mebibyte);
        expect(heaps).toBeLessThanOrEqual(((plan.processBytes ?? 0) - 112 * mebibyte) * 0.65);
        expect(plan.dataBytes).toBeLessThanOrEqual((plan.heapMegabytes ?? 0) * mebibyte * 0.6);
        expect(plan.storageBytes).toBe(Math.floor(plan.dataBytes / 2));
      },
    ),
  );
});

test('half a gigabyte for one slot', () => {
  expect(planExecutorMemory({ memoryMegabytes: 512, slots: 1, ...fractions })).toEqual({
    processBytes: 512 * mebibyte,
    heapMegabytes: 260,
    dataBytes: 156 * mebibyte,
    storageBytes: 78 * mebibyte,
  });
});

test('slots of the driver share half of the machine, up to what a heap can be', () => {
  const settings = { memoryMegabytes: 0, slots: 2, ...fractions };
  const small = planLocalMemory(4_096 * mebibyte, settings);
  expect(small).toMatchObject({ heapMegabytes: undefined, processBytes: undefined });
  expect(small.dataBytes).toBe(Math.floor(1_024 * 0.6 * mebibyte));
  const large = planLocalMemory(2 ** 20 * mebibyte, settings);
  expect(large.dataBytes).toBe(Math.floor(4_096 * 0.6 * mebibyte));
});
