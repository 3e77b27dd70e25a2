/** All states of a master's recovery with all its events. */
import { expect, test } from 'vitest';
import {
  masterStatuses,
  nextMasterStatus,
  recoveryEvents,
} from '../../../../engine/deploy/master/recovery-status.ts';

test('every status with every event', () => {
  const table = masterStatuses.map((status) =>
    [status, ...recoveryEvents.map((event) => nextMasterStatus(status, event))].join(' '),
  );
  expect(recoveryEvents).toEqual([
    'elected-without-records',
    'elected-with-records',
    'all-are-back',
    'time-is-over',
    'missing-given-up',
  ]);
  const C = 'COMPLETING_RECOVERY';
  expect(table).toEqual([
    'STANDBY ALIVE RECOVERING STANDBY STANDBY STANDBY',
    `RECOVERING RECOVERING RECOVERING ${C} ${C} RECOVERING`,
    `${C} ${C} ${C} ${C} ${C} ALIVE`,
    'ALIVE ALIVE ALIVE ALIVE ALIVE ALIVE',
  ]);
});
