/** Tasks that go into the status directly change it as the events of the log that they are. */
import { expect, test } from 'vitest';
import { SparkEventListener } from '../../../engine/event-log/spark-event-listener.ts';
import { newTaskMetrics } from '../../../engine/executor/task-metrics.ts';
import { answerRequest } from '../../../engine/ui/api-routes.ts';
import { type AppStatus, newAppStatus } from '../../../engine/ui/app-status.ts';
import { applyEvent } from '../../../engine/ui/apply-event.ts';
import { StatusListener } from '../../../engine/ui/status-listener.ts';
import { Simulation } from '../scheduler/simulation.ts';

const facts = {
  applicationId: 'app-1',
  applicationName: 'app',
  startTimeMs: 0,
  sparkVersion: '4.1.0',
  properties: {},
  storageMemoryBytes: 1_000,
  driverStorage: undefined,
  logsBlockUpdates: true,
  logsTaskAccumulators: false,
  logsStagePeaks: false,
  executorMemoryBytes: 2 ** 30,
  executorCores: undefined,
};

/** Each number of the metrics is another. */
function distinctMetrics() {
  let next = 1;
  const fill = (group: Record<string, unknown>): void => {
    for (const [name, value] of Object.entries(group)) {
      if (typeof value === 'number') {
        group[name] = next++;
      } else {
        fill(value as Record<string, unknown>);
      }
    }
  };
  const metrics = newTaskMetrics();
  fill(metrics as unknown as Record<string, unknown>);
  return metrics;
}

function answersOf(status: AppStatus): unknown {
  const paths = ['jobs', 'stages?details=true&withSummaries=true', 'stages/0/0/taskSummary'];
  return [...paths, 'stages/0/0/taskList?length=1000', 'executors'].map((path) => {
    const [pathname = '', query] = path.split('?');
    const full = `applications/${facts.applicationId}/${pathname}`;
    const answer = answerRequest(status, full, new URLSearchParams(query), 0);
    expect([path, answer.httpStatus]).toEqual([path, 200]);
    return answer.body;
  });
}

test('directly and through events', () => {
  const simulation = new Simulation(7, { taskFailure: 0.2, executorLoss: 0.02, fileLoss: 0.02 });
  const direct = newAppStatus();
  const logged = newAppStatus();
  simulation.listeners.add(new StatusListener(direct, facts));
  simulation.listeners.add(new SparkEventListener(facts, (event) => applyEvent(logged, event)));
  for (let job = 0; job < 5; job += 1) {
    simulation.submit(simulation.shuffled([simulation.lineage(9, [])]));
  }
  simulation.runToEnd();
  expect(direct.stages.size).toBeGreaterThan(5);
  expect(answersOf(direct)).toEqual(answersOf(logged));
});

test('every metric has its place', () => {
  const simulation = new Simulation(1, { taskFailure: 0, executorLoss: 0, fileLoss: 0 });
  const direct = newAppStatus();
  const logged = newAppStatus();
  const listeners = [
    new StatusListener(direct, facts),
    new SparkEventListener(facts, (event) => applyEvent(logged, event)),
  ];
  for (const listener of listeners) {
    simulation.listeners.add(listener);
  }
  simulation.listeners.add({
    taskStarted(attempt) {
      const end = { status: 'success', metrics: distinctMetrics(), value: undefined, blocks: [] };
      for (const listener of listeners) {
        listener.taskEnded(attempt, end as never, attempt.launchTimeMs + 100);
      }
    },
  });
  simulation.submit(simulation.lineage(1, []));
  expect(answersOf(direct)).toEqual(answersOf(logged));
  const [stage] = direct.stages.values();
  expect(stage?.values.every((value) => value > 0 || value === 0)).toBe(true);
  expect(stage?.values.filter((value) => value > 0).length).toBe((stage?.values.length ?? 0) - 1);
});
