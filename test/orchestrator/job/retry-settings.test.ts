/** What a job may say about the retries of its actions. */
import { expect, test } from 'vitest';
import {
  defaultRetrySettings,
  jobRetrySettings,
  retryDelayMs,
} from '../../../orchestrator/job/retry-settings.ts';

const MAX = 'oozie.wf.action.max.retries';
const INTERVAL = 'oozie.wf.action.retry.interval';

test.each([
  [{}, defaultRetrySettings],
  [{ [MAX]: '0' }, { ...defaultRetrySettings, transientMax: 0 }],
  [{ [INTERVAL]: '60' }, { ...defaultRetrySettings, transientIntervalMs: 60_000 }],
  [{ [MAX]: 'many', [INTERVAL]: '-1' }, defaultRetrySettings],
])('%j', (properties, expected) => {
  expect(jobRetrySettings(defaultRetrySettings, new Map(Object.entries(properties)))).toEqual(
    expected,
  );
});

test('intervals stay, or double each time', () => {
  expect([0, 1, 2].map((used) => retryDelayMs(10, 'periodic', used))).toEqual([10, 10, 10]);
  expect([0, 1, 2].map((used) => retryDelayMs(10, 'exponential', used))).toEqual([10, 20, 40]);
});
