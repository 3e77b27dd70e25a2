/** Statistics of an action as `hadoop:counters` sees them. */
import { expect, test } from 'vitest';
import { actionCounters } from '../../../orchestrator/execution/action-counters.ts';

test('groups hold whole numbers, and a text stays one', () => {
  const stats = '{"ACTION_TYPE":"SPARK","g":{"c":5,"big":9007199254740991,"x":1.5,"y":"z"},"n":1}';
  expect(actionCounters(stats)).toEqual(
    new Map<string, unknown>([
      ['ACTION_TYPE', 'SPARK'],
      [
        'g',
        new Map([
          ['c', 5n],
          ['big', 9_007_199_254_740_991n],
        ]),
      ],
    ]),
  );
});

test.each([undefined, '', 'no JSON', '[1]', 'null', '5'])('%j has no counters', (stats) => {
  expect(actionCounters(stats)).toBeUndefined();
});
