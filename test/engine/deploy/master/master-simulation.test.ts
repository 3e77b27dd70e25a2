/** Masters, workers and drivers that come, fail and restart at random: what always holds. */
import { expect, test } from 'vitest';
import { masterJson } from '../../../../engine/deploy/master/master-json.ts';
import {
  coresGranted,
  executorsOf,
  usageOf,
} from '../../../../engine/deploy/master/master-state.ts';
import { randomNumbers } from '../../../../engine/executor/random.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const SEEDS = 150;
const STEPS = 150;

function checkAlways({ state }: SimulatedCluster): void {
  for (const { workerId, cores, memoryMegabytes } of state.workers.values()) {
    const used = usageOf(state, workerId);
    expect(used.cores).toBeLessThanOrEqual(cores);
    expect(used.memoryMegabytes).toBeLessThanOrEqual(memoryMegabytes);
  }
  for (const { applicationId, workerId } of state.executors.values()) {
    expect(state.applications.has(applicationId)).toBe(true);
    expect(state.workers.get(workerId)?.state).toBe('ALIVE');
  }
  for (const application of state.applications.values()) {
    if (application.state !== 'UNKNOWN') {
      const { coresMax } = application.description;
      expect(coresGranted(state, application)).toBeLessThanOrEqual(coresMax as number);
    }
  }
  const { cores, coresused } = masterJson(state, '', 0);
  expect(coresused).toBeLessThanOrEqual(cores);
}

/** Everybody agrees, and no cores are idle that somebody waits for. */
function checkSettled({ state, workers, drivers }: SimulatedCluster): void {
  for (const { workerId, executors } of workers.values()) {
    const known = [...state.executors].filter(([, executor]) => executor.workerId === workerId);
    expect(known.map(([key]) => key).sort()).toEqual([...executors.keys()].sort());
  }
  expect([...state.applications.keys()].sort()).toEqual([...drivers.keys()].sort());
  const alive = [...state.workers.values()].filter((worker) => worker.state === 'ALIVE');
  expect(alive.length).toBe(workers.size);
  for (const { applicationId, coresMax, limit, executors } of drivers.values()) {
    const known = executorsOf(state, applicationId);
    expect(known.map(({ executorId }) => executorId).sort()).toEqual([...executors.keys()].sort());
    const cores = known.reduce((sum, executor) => sum + executor.cores, 0);
    const step = applicationId.endsWith('1') ? 2 : 1;
    const isWanting = coresMax - cores >= step && known.length < limit;
    const room = alive.some((worker) => {
      const used = usageOf(state, worker.workerId);
      const memoryFree = worker.memoryMegabytes - used.memoryMegabytes;
      return worker.cores - used.cores >= step && memoryFree >= 1_024;
    });
    expect(isWanting && room).toBe(false);
  }
}

test('invariants hold through losses and new starts of the master, and all agree afterwards', () => {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const cluster = new SimulatedCluster(randomNumbers(seed));
    try {
      for (let step = 0; step < STEPS; step += 1) {
        cluster.step();
        checkAlways(cluster);
      }
      cluster.settle();
      checkAlways(cluster);
      checkSettled(cluster);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
});
