/** An executor is given up for memory that it took, or for a slot that ran out of it and hangs. */
import { expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { MemoryWatch } from '../../../engine/executor/memory-watch.ts';

const megabyte = 2 ** 20;

function watched(heapPart: () => Promise<number> | undefined, limitMegabytes = 100) {
  const clock = new ManualClock(0);
  const reasons: string[] = [];
  const resident = { bytes: 90 * megabyte };
  const available = { bytes: 1_000 * megabyte };
  const watch = new MemoryWatch({
    clock,
    limitBytes: limitMegabytes * megabyte,
    setting: 'spark.executor.memory',
    residentBytes: () => resident.bytes,
    availableBytes: () => available.bytes,
    slots: 1,
    heapPart,
    onExhausted: (reason, slot) => reasons.push(slot === undefined ? reason : `${slot}: ${reason}`),
  });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      // Lets the slot's answer arrive.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { reasons, resident, available, pass, watch };
}

test('a process that is far above its limit is given up', async () => {
  const { reasons, resident, pass } = watched(async () => 0.1);
  await pass(2);
  resident.bytes = 120 * megabyte;
  await pass(2);
  expect(reasons).toEqual([]);
  resident.bytes = 126 * megabyte;
  await pass(1);
  expect(reasons).toEqual([
    'It took 126 MiB of memory and has spark.executor.memory 100 MiB; ' +
      'set it higher, or use more partitions',
  ]);
});

test('so is one whose slot has a full heap and does not answer', async () => {
  let answers = 0;
  const { reasons, pass } = watched(() =>
    answers++ === 0 ? Promise.resolve(0.9) : new Promise(() => {}),
  );
  await pass(11);
  expect(reasons).toEqual([]);
  await pass(2);
  expect(reasons[0]).toBe('0: JS heap out of memory in slot 0');
});

test('a slot that only does not answer is left alone', async () => {
  let answers = 0;
  const { reasons, pass } = watched(() =>
    answers++ === 0 ? Promise.resolve(0.5) : new Promise(() => {}),
  );
  await pass(60);
  expect(reasons).toEqual([]);
});

test('a process without a limit is told of when the machine has nothing left', async () => {
  const { reasons, resident, available, pass, watch } = watched(
    () => undefined,
    Number.POSITIVE_INFINITY,
  );
  resident.bytes = 850 * megabyte;
  available.bytes = 150 * megabyte;
  await pass(2);
  expect(reasons).toEqual([]);
  resident.bytes = 950 * megabyte;
  available.bytes = 50 * megabyte;
  await pass(1);
  expect(reasons).toEqual([
    'It took 950 MiB of memory and the machine has only 50 MiB left; ' +
      'set spark.executor.memory, or use more partitions',
  ]);
  watch.stop();
  await pass(5);
  expect(reasons.length).toBe(1);
});
