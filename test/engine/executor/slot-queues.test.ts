/** A slot's queue begins each task when the one before has ended, and ends those that never began. */
import { expect, test } from 'vitest';
import type { TaskMessage } from '../../../engine/executor/slot-protocol.ts';
import { SlotQueues } from '../../../engine/executor/slot-queues.ts';

function queues() {
  const happened: string[] = [];
  const tasks = new SlotQueues({
    start: (slot, { taskId }) => happened.push(`start ${taskId} in ${slot}`),
    killRunning: (slot, taskId) => happened.push(`kill ${taskId} in ${slot}`),
    onTaskEnd: (taskId, { status }) => happened.push(`${taskId} ${status}`),
  });
  const add = (slot: number, taskId: number) => tasks.add(slot, { taskId } as TaskMessage);
  return { tasks, add, happened };
}

test('each slot runs one task at a time, in their order', () => {
  const { tasks, add, happened } = queues();
  add(0, 1);
  add(0, 2);
  add(1, 3);
  tasks.ended(0);
  tasks.ended(0);
  add(0, 4);
  expect(happened).toEqual(['start 1 in 0', 'start 3 in 1', 'start 2 in 0', 'start 4 in 0']);
});

test('a task that waits is killed at once, one that runs by its slot', () => {
  const { tasks, add, happened } = queues();
  add(0, 1);
  add(0, 2);
  add(0, 3);
  tasks.kill(0, 2);
  tasks.kill(0, 1);
  tasks.kill(0, 9);
  tasks.ended(0);
  expect(happened).toEqual(['start 1 in 0', '2 killed', 'kill 1 in 0', 'start 3 in 0']);
});

test('a slot whose thread ended without a task goes on', () => {
  const { tasks, add, happened } = queues();
  tasks.ended(0);
  add(0, 1);
  expect(happened).toEqual(['start 1 in 0']);
});
