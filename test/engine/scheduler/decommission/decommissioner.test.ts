/** An executor is let go when it is idle and has handed over what it holds, or nobody takes it. */
import { expect, test } from 'vitest';
import { BlockTracker } from '../../../../engine/scheduler/block-tracker.ts';
import { Decommissioner } from '../../../../engine/scheduler/decommission/decommissioner.ts';
import { ExecutorTable } from '../../../../engine/scheduler/executor-table.ts';
import type { TaskAttempt } from '../../../../engine/scheduler/task-set.ts';
import { MapOutputTracker } from '../../../../engine/shuffle/map-output-tracker.ts';
import { eventually } from '../../../support/eventually.ts';

const location = { executorId: '0', slot: 0 };
const running = { taskId: 1, location } as TaskAttempt;
const all = { isEnabled: true, migratesBlocks: true, migratesOutputs: true, failuresMax: 3 };
const gone = 'Executor decommission: it goes';

/** Executor 0 of some keeps a block, another that executor 1 has, too, and two outputs. */
function newScene(executorIds: readonly string[], changed: Partial<typeof all> = {}) {
  const executors = new ExecutorTable();
  for (const executorId of executorIds) {
    executors.add({ executorId, host: 'host', slots: 1 });
  }
  const blocks = new BlockTracker();
  blocks.add(5, 0, location);
  blocks.add(5, 1, location);
  blocks.add(5, 1, { executorId: '1', slot: 0 });
  const mapOutputs = new MapOutputTracker();
  mapOutputs.registerShuffle(7, 3);
  for (const [mapIndex, executorId] of ['0', '0', '1'].entries()) {
    const mapTaskId = 10 + mapIndex;
    mapOutputs.register(7, { mapIndex, mapTaskId, executorId, directory: executorId });
  }
  const told: string[] = [];
  const begun: string[] = [];
  const refusing = new Set<string>();
  let onAsk = (_peer: string) => {};
  const ask = async (peer: string, what: string) => {
    told.push(`${what} to ${peer}`);
    onAsk(peer);
    if (refusing.has(peer)) throw new Error('The disk is full');
  };
  const decommissioner = new Decommissioner({
    settings: { ...all, ...changed },
    executors,
    blocks,
    mapOutputs,
    outputsOutliveExecutors: false,
    backend: {
      adoptBlock: async (peer, { rddId, partition }) => {
        await ask(peer, `block ${rddId}/${partition}`);
        return { slot: 0, stored: { rddId, partition, memoryBytes: 1, diskBytes: 0 } };
      },
      adoptOutput: (peer, { shuffleId, mapTaskId }) =>
        ask(peer, `output ${shuffleId}/${mapTaskId}`),
      removeExecutor: (executorId, reason) => void told.push(`${executorId} removed: ${reason}`),
    },
    directoryOf: (executorId) => executorId,
    onBegin: (executorId) => begun.push(executorId),
    onBlockMoved: (to, block) => blocks.update(to, [block]),
  });
  const lose = (executorId: string) => {
    executors.remove(executorId);
    mapOutputs.removeOutputsOn(executorId);
    blocks.dropExecutor(executorId);
    decommissioner.executorRemoved(executorId);
  };
  return {
    decommissioner,
    executors,
    blocks,
    told,
    begun,
    refusing,
    lose,
    holders: () => [0, 1, 2].map((mapIndex) => mapOutputs.holderOf(7, mapIndex)),
    whenAsked: (act: (peer: string) => void) => {
      onAsk = act;
    },
  };
}

test('what only it holds goes to the others in turn, and then it ends, once', async () => {
  const scene = newScene(['0', '1', '2']);
  scene.decommissioner.decommission('0', 'it goes');
  scene.decommissioner.decommission('0', 'again');
  await eventually(() => scene.told.includes(`0 removed: ${gone}`));
  expect(scene.told).toEqual([
    'output 7/10 to 1',
    'output 7/11 to 2',
    'block 5/0 to 1',
    `0 removed: ${gone}`,
  ]);
  scene.lose('0');
  expect(scene.begun).toEqual(['0']);
  expect(scene.holders()).toEqual(['1', '2', '1']);
  expect(scene.blocks.holders({ rddId: 5, partition: 0 }, '')).toEqual(['1']);
});

test('a busy executor gets no more tasks and ends when it has done those that it has', async () => {
  const scene = newScene(['0', '1']);
  scene.executors.occupy(running);
  scene.decommissioner.decommission('0', 'it goes');
  scene.decommissioner.taskEnded({ ...running, location: { executorId: '1', slot: 0 } });
  await new Promise((resolve) => setImmediate(resolve));
  expect(scene.told).toEqual([]);
  expect(scene.executors.freeSlots().map(({ executorId }) => executorId)).toEqual(['1']);
  scene.decommissioner.taskEnded(running);
  scene.executors.release(running);
  await eventually(() => scene.told.includes(`0 removed: ${gone}`));
  expect(scene.holders()).toEqual(['1', '1', '1']);
});

test.each([
  ['blocks', { migratesOutputs: false }, ['block 5/0 to 1']],
  ['outputs', { migratesBlocks: false }, ['output 7/10 to 1', 'output 7/11 to 1']],
  ['nothing', { migratesOutputs: false, migratesBlocks: false }, []],
])('only %s', async (_name, changed, told) => {
  const scene = newScene(['0', '1'], changed);
  scene.decommissioner.decommission('0', 'it goes');
  await eventually(() => scene.told.includes(`0 removed: ${gone}`));
  expect(scene.told.slice(0, -1)).toEqual(told);
});

test('who refuses is passed by, and a thing that so many refuse is left', async () => {
  const scene = newScene(['0', '1', '2'], { migratesBlocks: false });
  scene.refusing.add('1');
  scene.decommissioner.decommission('0', 'it goes');
  await eventually(() => scene.told.includes(`0 removed: ${gone}`));
  expect(scene.holders()).toEqual(['2', '2', '1']);
  const refused = newScene(['0', '1', '2'], { migratesBlocks: false });
  refused.refusing.add('1').add('2');
  refused.decommissioner.decommission('0', 'it goes');
  await eventually(() => refused.told.includes(`0 removed: ${gone}`));
  expect(refused.told).toHaveLength(2 * all.failuresMax + 1);
  expect(refused.holders()).toEqual(['0', '0', '1']);
});

test('the last executor ends with what it holds', async () => {
  const scene = newScene(['0']);
  scene.decommissioner.decommission('0', 'it goes');
  await eventually(() => scene.told.length > 0);
  expect(scene.told).toEqual([`0 removed: ${gone}`]);
});

test('what was given to an executor that is lost meanwhile is given to another', async () => {
  const scene = newScene(['0', '1', '2'], { migratesBlocks: false });
  scene.whenAsked((peer) => peer === '1' && scene.lose('1'));
  scene.decommissioner.decommission('0', 'it goes');
  await eventually(() => scene.told.includes(`0 removed: ${gone}`));
  expect(scene.holders()).toEqual(['2', '2', undefined]);
});

test('an executor that is lost on its way out, or not known, is not asked about', async () => {
  const scene = newScene(['0', '1']);
  scene.whenAsked(() => scene.lose('0'));
  scene.decommissioner.decommission('0', 'it goes');
  scene.decommissioner.decommission('9', 'it goes');
  await eventually(() => scene.told.length > 0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(scene.told).toEqual(['output 7/10 to 1']);
  expect(scene.holders()).toEqual([undefined, undefined, '1']);
});
