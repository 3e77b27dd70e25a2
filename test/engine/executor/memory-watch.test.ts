/** An executor is given up for memory that it took, or for a slot that ran out of it and hangs. */
import { expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { MemoryWatch } from '../../../engine/executor/memory-watch.ts';

const megabyte = 2 ** 20;

function watched(heapPart: () => Promise<number>) {
  const clock = new ManualClock(0);
  const reasons: string[] = [];
  const resident = { bytes: 90 * megabyte };
  new MemoryWatch({
    clock,
    limitBytes: 100 * megabyte,
    residentBytes: () => resident.bytes,
    slots: 1,
    heapPart,
    onExhausted: (reason) => reasons.push(reason),
  });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      // Lets the slot's answer arrive.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { reasons, resident, pass };
}

test('a process that is far above its limit is given up', async () => {
  const { reasons, resident, pass } = watched(async () => 0.1);
  await pass(2);
  resident.bytes = 120 * megabyte;
  await pass(2);
  expect(reasons).toEqual([]);
  resident.bytes = 126 * megabyte;
  await pass(1);
  expect(reasons).toEqual(['It took 126 MiB of memory and has spark.executor.memory 100 MiB']);
});

test('so is one whose slot has a full heap and does not answer', async () => {
  let answers = 0;
  const { reasons, pass } = watched(() =>
    answers++ === 0 ? Promise.resolve(0.9) : new Promise(() => {}),
  );
  await pass(11);
  expect(reasons).toEqual([]);
  await pass(2);
  expect(reasons[0]).toBe('JS heap out of memory in slot 0');
});

test('a slot that only does not answer is left alone', async () => {
  let answers = 0;
  const { reasons, pass } = watched(() =>
    answers++ === 0 ? Promise.resolve(0.5) : new Promise(() => {}),
  );
  await pass(60);
  expect(reasons).toEqual([]);
});
