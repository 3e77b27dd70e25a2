/** Whatever a registered peer says, it says it about itself, or its connection ends. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DriverToMaster, WorkerMessage } from '../../../../engine/deploy/cluster-messages.ts';
import { masterJson } from '../../../../engine/deploy/master/master-json.ts';
import { masterTransition } from '../../../../engine/deploy/master/master-transition.ts';
import { driverEvent, workerEvent } from '../../../../engine/deploy/master/peer-events.ts';
import { after, applicationComes, description, settings, workerComes } from './cluster-events.ts';

const types = [
  ...['heartbeat', 'worker-stopping', 'executor-ended', 'register-worker', 'worker-disconnected'],
  ...['unregister-application', 'request-executors', 'kill-executors', 'executor-registered'],
  ...['register-application', 'driver-disconnected', 'time-passed', 'elected', '__proto__'],
];
const odd = fc.oneof(
  fc.constantFrom<unknown>('a', 'b', 'w', 0, 1, -1, 0.5, Number.NaN, 2 ** 60, null, undefined),
  fc.constantFrom<unknown>('EXITED', '../..', [0], ['x'], [null], {}, 'x'.repeat(20_000)),
  fc.anything({ maxDepth: 2 }),
);
const message = fc.record(
  {
    type: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...types) }, odd),
    workerId: odd,
    applicationId: odd,
    executorId: odd,
    executorIds: odd,
    total: odd,
    state: odd,
    message: odd,
    exitStatus: odd,
    nowMs: odd,
  },
  { requiredKeys: ['type'] },
);

const start = after(
  workerComes('w'),
  workerComes('v'),
  applicationComes('a', { description: description({ coresMax: 3 }) }),
  applicationComes('b'),
).state;

function eventOf(isWorker: boolean, said: unknown) {
  try {
    return isWorker
      ? workerEvent('w', said as WorkerMessage)
      : driverEvent('a', said as DriverToMaster);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return undefined;
  }
}

test('random messages change nothing of others, and nothing that cannot be', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.oneof(message, odd)), { maxLength: 8 });
  fc.assert(
    fc.property(steps, (said) => {
      let state = start;
      for (const [isWorker, one] of said) {
        const event = eventOf(isWorker, one);
        if (event === undefined) {
          continue;
        }
        expect('workerId' in event ? event.workerId : 'w').toBe('w');
        const timed = { ...event, nowMs: 1 } as Parameters<typeof masterTransition>[1];
        ({ state } = masterTransition(state, timed, settings));
      }
      expect(state.workers.get('v')?.state).toBe('ALIVE');
      expect(state.applications.get('b')?.state).not.toBe('FINISHED');
      for (const { executorLimit, failures } of state.applications.values()) {
        expect([executorLimit >= 0, failures >= 0]).toEqual([true, true]);
      }
      const { cores, coresused } = masterJson(state, '', 1);
      expect(coresused).toBeLessThanOrEqual(cores);
    }),
    { numRuns: 1_000 },
  );
});

test('a worker cannot speak as a driver, nor a driver as a worker', () => {
  const asDriver = { type: 'unregister-application', applicationId: 'b' };
  expect(() => workerEvent('w', asDriver as unknown as WorkerMessage)).toThrow(
    'A registered worker does not say unregister-application',
  );
  expect(() => driverEvent('a', { type: 'heartbeat' } as unknown as DriverToMaster)).toThrow(
    'A registered driver does not say heartbeat',
  );
});
