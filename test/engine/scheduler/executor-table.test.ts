import { expect, test } from 'vitest';
import { ExecutorTable } from '../../../engine/scheduler/executor-table.ts';

test('an executor that was told to end is offered nothing more, though it is still there', () => {
  const table = new ExecutorTable();
  table.add({ executorId: '0', host: 'a', slots: 1 });
  table.add({ executorId: '1', host: 'a', slots: 1 });
  const ended: string[] = [];
  const remove = table.removerBy({
    removeExecutor: (executorId, reason) => ended.push(`${executorId}: ${reason}`),
  });
  remove?.('0', 'excluded');
  expect(ended).toEqual(['0: excluded']);
  expect(table.freeSlots().map(({ executorId }) => executorId)).toEqual(['1']);
  expect(table.slotCount).toBe(1);
  expect(table.removerBy({})).toBeUndefined();
});
