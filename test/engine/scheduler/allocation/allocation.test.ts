/** How many executors an application asks for, and which it lets go: Spark's own vectors. */
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { SparkConf } from '../../../../engine/context/spark-conf.ts';
import { newTaskMetrics } from '../../../../engine/executor/task-metrics.ts';
import { readAllocationSettings } from '../../../../engine/scheduler/allocation/allocation-settings.ts';
import { AllocationTarget } from '../../../../engine/scheduler/allocation/allocation-target.ts';
import { ExecutorAllocationManager } from '../../../../engine/scheduler/allocation/executor-allocation-manager.ts';
import { ListenerBus, type StageInfo } from '../../../../engine/scheduler/scheduler-events.ts';
import type { TaskAttempt } from '../../../../engine/scheduler/task-set.ts';

type Properties = Readonly<Record<string, string | number | boolean>>;

function settingsOf(properties: Properties) {
  const named = Object.entries(properties).map(([key, value]) => {
    const name = key.startsWith('spark.') ? key : `spark.dynamicAllocation.${key}`;
    return [name, value] as const;
  });
  return readAllocationSettings(new SparkConf(false).setAll(named));
}

test('steps double for as long as they are taken whole', () => {
  const target = new AllocationTarget(
    settingsOf({ minExecutors: 1, maxExecutors: 10, initialExecutors: 1 }),
  );
  const steps = Array.from({ length: 5 }, () => [
    target.raise(1_000, 0),
    target.executors,
    target.nextStep,
  ]);
  expect(steps).toEqual([
    [1, 2, 2],
    [2, 4, 4],
    [4, 8, 8],
    [2, 10, 1],
    [0, 10, 1],
  ]);
});

test('the target is never lowered below the minimum, nor raised over the need', () => {
  const target = new AllocationTarget(settingsOf({ minExecutors: 2, initialExecutors: 5 }));
  expect([target.lower(0), target.executors]).toEqual([true, 2]);
  expect([target.lower(0), target.executors]).toEqual([false, 2]);
  expect([target.raise(3, 0), target.raise(3, 0), target.executors]).toEqual([1, 0, 3]);
});

class Cluster {
  readonly clock = new ManualClock();
  readonly listeners = new ListenerBus((error) => {
    throw error;
  });
  readonly requests: number[] = [];
  readonly removed: string[] = [];
  readonly manager: ExecutorAllocationManager;

  constructor(properties: Properties) {
    this.manager = new ExecutorAllocationManager({
      settings: settingsOf(properties),
      clock: this.clock,
      slotsPerExecutor: 1,
      request: (executors) => this.requests.push(executors),
      remove: (executorId) => this.removed.push(executorId),
    });
    this.manager.start(this.listeners);
  }

  add(...executorIds: string[]): void {
    for (const executorId of executorIds) {
      this.listeners.post('executorAdded', { executorId, host: 'host', slots: 1 }, 0);
    }
  }

  submit(taskCount: number, stageId = 0): void {
    const info = { stageId, attempt: 0, taskCount } as StageInfo;
    this.listeners.post('stageSubmitted', info, {});
  }

  /** @param sink what the task writes */
  start(index: number, executorId: string, sink: object = { kind: 'count' }): () => void {
    const attempt = {
      taskId: index,
      taskSet: { stageId: 0, stageAttempt: 0, message: { plan: { sink } } },
      spec: { index, partition: index },
      location: { executorId, slot: 0 },
      isSpeculative: false,
    } as unknown as TaskAttempt;
    this.listeners.post('taskStarted', attempt);
    const metrics = newTaskMetrics();
    const end = { status: 'success', value: 0, metrics, blocks: [] } as const;
    return () => this.listeners.post('taskEnded', attempt, end, this.clock.now());
  }
}

describe('while tasks are backlogged', () => {
  test('asks after the timeout and then each second, in growing steps', () => {
    const cluster = new Cluster({});
    cluster.submit(100);
    cluster.clock.advance(900);
    expect(cluster.requests).toEqual([0]);
    cluster.clock.advance(100);
    expect(cluster.requests).toEqual([0, 1]);
    cluster.clock.advance(4_000);
    expect(cluster.requests).toEqual([0, 1, 3, 7, 15, 31]);
  });

  test('asks for no more than the tasks would fill, by the ratio', () => {
    const cluster = new Cluster({ executorAllocationRatio: 0.5 });
    cluster.submit(5);
    cluster.clock.advance(10_000);
    expect(cluster.requests.at(-1)).toBe(3);
  });

  test('begins with small steps again when the backlog is gone, and asks for less at once', () => {
    const cluster = new Cluster({ initialExecutors: 4 });
    cluster.submit(2);
    cluster.clock.advance(100);
    expect(cluster.requests).toEqual([4, 2]);
    cluster.start(0, '1');
    cluster.start(1, '2');
    cluster.clock.advance(10_000);
    expect(cluster.requests).toEqual([4, 2]);
  });

  test('keeps the initial number until there is something to do', () => {
    const cluster = new Cluster({ initialExecutors: 3 });
    cluster.clock.advance(59_000);
    expect(cluster.requests).toEqual([3]);
  });
});

describe('lets executors go', () => {
  test('that were idle for the timeout, down to the minimum', () => {
    const cluster = new Cluster({ minExecutors: 1, executorIdleTimeout: '10s' });
    cluster.add('1', '2', '3');
    cluster.clock.advance(9_900);
    expect(cluster.removed).toEqual([]);
    cluster.clock.advance(100);
    expect(cluster.removed).toEqual(['1', '2']);
  });

  test('and not those that work', () => {
    const cluster = new Cluster({ executorIdleTimeout: '10s' });
    cluster.add('1', '2');
    cluster.submit(1);
    const end = cluster.start(0, '1');
    cluster.clock.advance(20_000);
    expect(cluster.removed).toEqual(['2']);
    end();
    cluster.listeners.post('stageCompleted', { stageId: 0, attempt: 0 } as StageInfo);
    cluster.clock.advance(10_100);
    expect(cluster.removed).toEqual(['2', '1']);
  });

  test('nor, without a timeout of their own, those with cached blocks', () => {
    const cluster = new Cluster({ executorIdleTimeout: '10s', cachedExecutorIdleTimeout: '60s' });
    cluster.add('1');
    const block = { rddId: 1, partition: 0, memoryBytes: 1, diskBytes: 0 };
    cluster.listeners.post('blocksStored', { executorId: '1', slot: 0 }, [block]);
    cluster.clock.advance(59_900);
    expect(cluster.removed).toEqual([]);
    cluster.clock.advance(200);
    expect(cluster.removed).toEqual(['1']);
  });

  test('nor those with shuffle files of a job that runs', () => {
    const cluster = new Cluster({ executorIdleTimeout: '10s', 'shuffleTracking.timeout': '30s' });
    cluster.add('1');
    const stages = [{ shuffleId: 7 } as StageInfo];
    cluster.listeners.post('jobStarted', { jobId: 0, timeMs: 0, stages, properties: {} });
    cluster.submit(1);
    cluster.start(0, '1', { kind: 'shuffle-write', shuffleId: 7 })();
    cluster.listeners.post('stageCompleted', { stageId: 0, attempt: 0 } as StageInfo);
    cluster.clock.advance(100_000);
    expect(cluster.removed).toEqual([]);
    cluster.listeners.post('jobEnded', 0, 0, undefined);
    cluster.clock.advance(100);
    expect(cluster.removed).toEqual(['1']);
  });
});

test.each([
  [{ minExecutors: -1 }, 'must be positive!'],
  [{ maxExecutors: 0 }, 'spark.dynamicAllocation.maxExecutors cannot be 0!'],
  [
    { minExecutors: 3, maxExecutors: 2 },
    'spark.dynamicAllocation.minExecutors (3) must be less than or equal to ' +
      'spark.dynamicAllocation.maxExecutors (2)!',
  ],
  [{ schedulerBacklogTimeout: 0 }, 'schedulerBacklogTimeout must be > 0!'],
  [{ sustainedSchedulerBacklogTimeout: 0 }, 'sustainedSchedulerBacklogTimeout must be > 0!'],
  [{ executorAllocationRatio: 1.5 }, 'executorAllocationRatio must be > 0 and <= 1.0'],
  [{ 'shuffleTracking.enabled': false }, 'requires one of the following conditions'],
])('%j is refused', (properties, message) => {
  expect(() => settingsOf(properties)).toThrow(message);
});

test('an external shuffle service keeps the files, so that executors need not', () => {
  const settings = settingsOf({ 'spark.shuffle.service.enabled': true });
  expect(settings.tracksShuffles).toBe(false);
});
