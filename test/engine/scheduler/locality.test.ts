/** Tasks wait for the slots that hold their blocks, level by level, and no longer than allowed. */
import { describe, expect, test } from 'vitest';
import { StorageLevel } from '../../../engine/rdd/storage-level.ts';
import { DelaySchedule } from '../../../engine/scheduler/delay-schedule.ts';
import type { Locality } from '../../../engine/scheduler/locality.ts';
import { completeAll, placesOfRunning, taskOf } from './running-tasks.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const waits = { slotMs: 100, processMs: 3_000, nodeMs: 1_000 };

function persisted(simulation: Simulation, partitionCount: number) {
  const rdd = simulation.lineage(partitionCount, []);
  rdd.storageLevel = StorageLevel.MEMORY_ONLY;
  return rdd;
}

function localities(simulation: Simulation): Locality[] {
  const seen: Locality[] = [];
  simulation.listeners.add({ taskStarted: ({ locality }) => seen.push(locality) });
  return seen;
}

test('a task runs in the slot that holds its block', () => {
  const simulation = new Simulation(1, calm);
  const seen = localities(simulation);
  const rdd = persisted(simulation, 2);
  simulation.blocks.add(rdd.id, 0, { executorId: '2', slot: 1 });
  simulation.blocks.add(rdd.id, 1, { executorId: '0', slot: 1 });
  simulation.submit(rdd);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@2/1', '0.0:1@0/1']);
  expect(seen).toEqual(['PROCESS_LOCAL', 'PROCESS_LOCAL']);
  simulation.runToEnd();
});

test('a task whose slot is busy waits, then runs nearby, on the host, then anywhere', () => {
  const simulation = new Simulation(1, calm, {}, { hosts: ['a', 'a', 'b'] });
  const seen = localities(simulation);
  const rdd = persisted(simulation, 6);
  for (let partition = 0; partition < 6; partition += 1) {
    simulation.blocks.add(rdd.id, partition, { executorId: '0', slot: 0 });
  }
  simulation.submit(rdd);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@0/0']);
  simulation.clock.advance(99);
  expect(simulation.backend.running.size).toBe(1);
  simulation.clock.advance(1);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@0/0', '0.0:1@0/1']);
  simulation.clock.advance(2_999);
  expect(simulation.backend.running.size).toBe(2);
  simulation.clock.advance(1);
  expect(seen).toEqual(['PROCESS_LOCAL', 'PROCESS_LOCAL', 'NODE_LOCAL', 'NODE_LOCAL']);
  simulation.clock.advance(2_999);
  expect(simulation.backend.running.size).toBe(4);
  simulation.clock.advance(1);
  expect(seen.slice(4)).toEqual(['ANY', 'ANY']);
  simulation.runToEnd();
});

test('a slot that finishes in time takes the next of its own tasks', () => {
  const simulation = new Simulation(1, calm);
  const seen = localities(simulation);
  const rdd = persisted(simulation, 3);
  for (let partition = 0; partition < 3; partition += 1) {
    simulation.blocks.add(rdd.id, partition, { executorId: '1', slot: 0 });
  }
  simulation.submit(rdd);
  for (let partition = 0; partition < 3; partition += 1) {
    simulation.backend.complete(taskOf(simulation, partition));
  }
  expect(seen).toEqual(['PROCESS_LOCAL', 'PROCESS_LOCAL', 'PROCESS_LOCAL']);
});

test('tasks without a preference do not wait for those that have one', () => {
  const simulation = new Simulation(1, calm);
  const rdd = persisted(simulation, 4);
  simulation.blocks.add(rdd.id, 0, { executorId: '0', slot: 0 });
  simulation.blocks.add(rdd.id, 1, { executorId: '0', slot: 0 });
  simulation.submit(rdd);
  expect(placesOfRunning(simulation)).toEqual(['0.0:0@0/0', '0.0:2@1/0', '0.0:3@2/0']);
  simulation.runToEnd();
});

test('a lost executor sets the tasks free that waited for it', () => {
  const simulation = new Simulation(1, calm);
  const rdd = persisted(simulation, 2);
  simulation.blocks.add(rdd.id, 0, { executorId: '0', slot: 0 });
  simulation.blocks.add(rdd.id, 1, { executorId: '0', slot: 0 });
  simulation.submit(rdd);
  simulation.backend.loseExecutor('0');
  expect(simulation.backend.running.size).toBe(2);
  completeAll(simulation);
  expect(simulation.jobs[0]?.ends).toBe(1);
});

describe('the delay schedule', () => {
  const levels: Locality[] = ['PROCESS_LOCAL', 'NODE_LOCAL', 'ANY'];
  const always = () => true;

  test('skips levels at which no task waits, without their wait', () => {
    const schedule = new DelaySchedule(waits, levels, 0);
    expect(schedule.allowedLevel(0, (level) => level === 'ANY')).toBe('ANY');
  });

  test('counts the wait of each level after that of the level before', () => {
    const schedule = new DelaySchedule(waits, levels, 0);
    const at = (nowMs: number) => schedule.allowedLevel(nowMs, always);
    expect([at(2_999), at(3_000), at(3_999), at(4_000)]).toEqual([
      'PROCESS_LOCAL',
      'NODE_LOCAL',
      'NODE_LOCAL',
      'ANY',
    ]);
  });

  test('begins again where a round of all slots was accepted, not where one was refused', () => {
    const schedule = new DelaySchedule(waits, levels, 0);
    const round = { nearest: 'PROCESS_LOCAL', wereAllOffered: true } as const;
    schedule.roundEnded({ ...round, hadReject: true, nowMs: 2_000 });
    expect(schedule.allowedLevel(3_000, always)).toBe('NODE_LOCAL');
    schedule.roundEnded({ ...round, hadReject: false, nowMs: 3_500 });
    expect(schedule.allowedLevel(6_499, always)).toBe('PROCESS_LOCAL');
    expect(schedule.allowedLevel(6_500, always)).toBe('NODE_LOCAL');
  });

  test('one slot that was accepted resets it only if none was refused since the last reset', () => {
    const schedule = new DelaySchedule(waits, levels, 0);
    const single = { nearest: 'PROCESS_LOCAL', wereAllOffered: false, hadReject: false } as const;
    schedule.roundEnded({ ...single, nearest: undefined, hadReject: true, nowMs: 0 });
    schedule.roundEnded({ ...single, nowMs: 2_000 });
    expect(schedule.allowedLevel(3_000, always)).toBe('NODE_LOCAL');
  });

  test('a nearer level that an executor brings is tried first', () => {
    const schedule = new DelaySchedule(waits, ['NODE_LOCAL', 'ANY'], 0);
    schedule.useLevels(levels);
    expect(schedule.allowedLevel(10, always)).toBe('PROCESS_LOCAL');
  });
});
