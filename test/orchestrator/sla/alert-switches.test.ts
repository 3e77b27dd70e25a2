/** Which actions' misses are told: answers of a real Oozie 5.2.1, ranges apart. */
import { expect, test } from 'vitest';
import { processingTimeZone } from '../../../orchestrator/coordinator/time/processing-time-zone.ts';
import { isAlertEnabled } from '../../../orchestrator/sla/alert-switches.ts';

const DAY_MS = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21, 11, 8);
const start = nowMs - 4 * DAY_MS;

/** Of five actions that are a day apart, the first four days ago. */
function enabled(properties: Readonly<Record<string, string>>, alertAgeMaxHours = 48): boolean[] {
  const switches = {
    configuration: new Map(Object.entries(properties)),
    alertAgeMaxHours,
    processing: processingTimeZone('UTC'),
  };
  return [1, 2, 3, 4, 5].map((number) => {
    const nominalMs = start + (number - 1) * DAY_MS;
    const action = { jobId: '1-C', coordinatorName: 'h8', number, nominalMs };
    return isAlertEnabled(action, switches, nowMs);
  });
}

const on = true;
const off = false;
const disable = 'oozie.sla.disable.alerts';
const every = { [`${disable}.older.than`]: '0' };

test.each([
  ['those of the last two days by default', {}, [off, off, on, on, on]],
  ['those of the last three days', { [`${disable}.older.than`]: '72' }, [off, on, on, on, on]],
  ['without a limit', { [`${disable}.older.than`]: '-1' }, [on, on, on, on, on]],
  ['not one', { ...every, [disable]: 'ALL' }, [off, off, off, off, off]],
  ['not one, in small letters', { ...every, [disable]: 'all' }, [off, off, off, off, off]],
  ['not those named', { ...every, [disable]: '1,2 ,  4' }, [off, off, on, off, on]],
  ['not those of a range', { ...every, [disable]: '2-3' }, [on, off, off, on, on]],
  [
    'not those between two times',
    { ...every, [disable]: '2026-11-19T00:00Z::2026-11-20T23:00Z' },
    [on, on, off, off, on],
  ],
  ['not of that coordinator', { ...every, [`${disable}.coord`]: 'x,h8' }, Array(5).fill(off)],
  ['not of that job', { ...every, [`${disable}.coord`]: '1-C' }, Array(5).fill(off)],
  ['but of others', { ...every, [`${disable}.coord`]: 'x, h8' }, Array(5).fill(on)],
  ['what is nothing names nothing', { ...every, [disable]: 'xx,,1-,::' }, Array(5).fill(on)],
])('%s', (_, properties, expected) => {
  expect(enabled(properties)).toEqual(expected);
});

test('the server may say how old they are at most', () => {
  expect(enabled({}, 0)).toEqual(Array(5).fill(on));
  expect(enabled({}, 24)).toEqual([off, off, off, on, on]);
});
