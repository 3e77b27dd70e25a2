import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TurnBatch } from '../../../orchestrator/queue/turn-batch.ts';

test('hands over at once what one turn added, promise callbacks included', async () => {
  const batches: number[][] = [];
  const batch = new TurnBatch<number>(async (items) => {
    batches.push(items);
  });
  const additions = [batch.add([1, 2]), Promise.resolve().then(() => batch.add([3]))];
  additions.push(
    (async () => {
      await null;
      await null;
      await batch.add([4]);
    })(),
  );
  await Promise.all(additions);
  expect(batches).toEqual([[1, 2, 3, 4]]);
  await setImmediate();
  await batch.add([5]);
  expect(batches).toEqual([[1, 2, 3, 4], [5]]);
});

test('a failed hand-over fails everyone of that turn and nobody after it', async () => {
  let isBroken = true;
  const batch = new TurnBatch<number>(async () => {
    if (isBroken) throw new Error('broken');
  });
  const outcomes = await Promise.allSettled([batch.add([1]), batch.add([2])]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  isBroken = false;
  await expect(batch.add([3])).resolves.toBeUndefined();
});
