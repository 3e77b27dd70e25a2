/** Tasks that wait for a first executor are told of; others are not. */
import { expect, test } from 'vitest';
import { StarvationWatch } from '../../../engine/scheduler/starvation-watch.ts';
import { Simulation } from './simulation.ts';

const calm = { taskFailure: 0, executorLoss: 0, fileLoss: 0 };
const TIMEOUT_MS = 15_000;

function watched(hosts: readonly string[]) {
  const simulation = new Simulation(1, calm, {}, { hosts });
  const warnings: string[] = [];
  const { clock, listeners } = simulation;
  const warn = (message: string) => warnings.push(message);
  const watch = new StarvationWatch({ clock, timeoutMs: TIMEOUT_MS, warn });
  listeners.add(watch);
  return { simulation, warnings, watch };
}

test('a warning comes every 15 s until the first task is launched', () => {
  const { simulation, warnings } = watched([]);
  simulation.submit(simulation.lineage(2, []));
  simulation.clock.advance(TIMEOUT_MS - 1);
  expect(warnings).toEqual([]);
  simulation.clock.advance(1);
  simulation.clock.advance(TIMEOUT_MS);
  expect(warnings).toEqual([
    expect.stringMatching(/^Initial job has not accepted any resources; check your cluster UI /),
    warnings[0],
  ]);
  simulation.backend.addExecutor(2, 'late');
  simulation.clock.advance(10 * TIMEOUT_MS);
  expect(warnings.length).toBe(2);
  simulation.runToEnd();
});

test('none comes where tasks run at once, nor for a job that was cancelled', () => {
  const busy = watched(['a']);
  busy.simulation.submit(busy.simulation.lineage(20, []));
  busy.simulation.clock.advance(10 * TIMEOUT_MS);
  expect(busy.warnings).toEqual([]);
  busy.simulation.runToEnd();
  const given = watched([]);
  given.simulation.submit(given.simulation.lineage(2, []));
  given.simulation.dag.cancel((jobs) => jobs.cancelAll());
  given.simulation.clock.advance(10 * TIMEOUT_MS);
  expect(given.warnings).toEqual([]);
});
