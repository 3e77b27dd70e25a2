/** One commit for each partition, and meetings of barrier tasks that end for everyone. */
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import type { BarrierQuestion } from '../../../engine/executor/coordination-question.ts';
import { newTaskMetrics } from '../../../engine/executor/task-metrics.ts';
import { BarrierCoordinator } from '../../../engine/scheduler/barrier-coordinator.ts';
import { OutputCommitCoordinator } from '../../../engine/scheduler/output-commit-coordinator.ts';
import type { StageInfo } from '../../../engine/scheduler/scheduler-events.ts';
import type { TaskAttempt, TaskEnd } from '../../../engine/scheduler/task-set.ts';

const killed: TaskEnd = { status: 'killed', metrics: newTaskMetrics() };

describe('the output commit coordinator', () => {
  function coordinator() {
    const commits = new OutputCommitCoordinator();
    const stages = [{ stageId: 1 } as StageInfo];
    commits.jobStarted({ jobId: 0, timeMs: 0, stages, properties: {} });
    const ask = (attemptNumber: number, stageAttempt = 0, stageId = 1) =>
      commits.canCommit({ type: 'can-commit', stageId, stageAttempt, partition: 5, attemptNumber });
    const end = (attemptNumber: number, how: TaskEnd) => {
      const taskSet = { stageId: 1, stageAttempt: 0 };
      const spec = { partition: 5 };
      commits.taskEnded({ taskSet, spec, attemptNumber } as unknown as TaskAttempt, how);
    };
    return { commits, ask, end };
  }

  test('lets the first that asks commit, however often it asks, and no other', () => {
    const { ask } = coordinator();
    expect([ask(1), ask(0), ask(1), ask(1, 1)]).toEqual([true, false, true, false]);
  });

  test('lets the next commit when that one failed, and never one that has failed', () => {
    const { ask, end } = coordinator();
    expect(ask(0)).toBe(true);
    end(0, killed);
    expect([ask(0), ask(1)]).toEqual([false, true]);
  });

  test('keeps the decision when a denied attempt or the authorised one ends well', () => {
    const { ask, end } = coordinator();
    expect(ask(0)).toBe(true);
    const denied = { stageId: 1, partition: 5, attemptNumber: 1, metrics: newTaskMetrics() };
    end(1, { status: 'commit-denied', ...denied });
    expect(ask(1)).toBe(false);
  });

  test('lets nobody commit for a stage that no job needs, and forgets it', () => {
    const { commits, ask } = coordinator();
    expect(ask(0, 0, 2)).toBe(false);
    commits.jobEnded(0);
    expect(ask(0)).toBe(false);
    expect(commits.isEmpty).toBe(true);
  });
});

describe('the barrier coordinator', () => {
  const question: BarrierQuestion = {
    type: 'barrier-sync',
    kind: 'allGather',
    stageId: 3,
    stageAttempt: 1,
    partition: 0,
    epoch: 0,
    message: 'a',
  };

  function twoTasks(clock: ManualClock): BarrierCoordinator {
    const coordinator = new BarrierCoordinator(clock, 2_000);
    for (const partition of [1, 0]) {
      const taskSet = { stageId: 3, stageAttempt: 1, isBarrier: true };
      const attempt = { taskSet, spec: { partition }, host: `host${partition}` };
      coordinator.taskStarted(attempt as unknown as TaskAttempt);
    }
    return coordinator;
  }

  test('knows the hosts of a stage for as long as it runs', () => {
    const coordinator = twoTasks(new ManualClock());
    const hosts = () => coordinator.hostsOf({ type: 'barrier-hosts', stageId: 3, stageAttempt: 1 });
    expect(hosts()).toEqual(['host0', 'host1']);
    coordinator.stageCompleted({ stageId: 3, attempt: 1 } as StageInfo);
    expect(hosts()).toEqual([]);
    expect(coordinator.isEmpty).toBe(true);
  });

  test('answers all when the last has come, in the order of partitions', async () => {
    const coordinator = twoTasks(new ManualClock());
    const second = coordinator.meet({ ...question, partition: 1, message: 'b' });
    const first = coordinator.meet(question);
    expect(await Promise.all([first, second])).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    const again = [0, 1].map((partition) => coordinator.meet({ ...question, partition, epoch: 1 }));
    expect(await Promise.all(again)).toHaveLength(2);
  });

  test.each([
    [
      'another kind of meeting',
      (coordinator: BarrierCoordinator) =>
        coordinator.meet({ ...question, partition: 1, kind: 'barrier' }),
      'Different barrier sync types found for the sync Stage 3 (Attempt 1): allGather, barrier. ' +
        'Please use the same barrier sync type within a single sync.',
    ],
    [
      'the end of the stage',
      (coordinator: BarrierCoordinator) =>
        coordinator.stageCompleted({ stageId: 3, attempt: 1 } as StageInfo),
      'Stage 3 (Attempt 1) is over',
    ],
    [
      'the timeout',
      (_coordinator: BarrierCoordinator, clock: ManualClock) => clock.advance(2_000),
      "The coordinator didn't get all barrier sync requests for barrier epoch 0 from Stage 3 " +
        '(Attempt 1) within 2 second(s).',
    ],
  ])('sends everyone away at %s', async (_what, happen, message) => {
    const clock = new ManualClock();
    const coordinator = twoTasks(clock);
    const waiting = expect(coordinator.meet(question)).rejects.toThrow(message);
    await Promise.allSettled([happen(coordinator, clock)]);
    await waiting;
  });
});
