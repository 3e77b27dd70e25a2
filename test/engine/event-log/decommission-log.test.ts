/** Decommissioning in the words of Spark 4's log, as a standalone application printed them. */
import { expect, test } from 'vitest';
import { durationText } from '../../../engine/event-log/duration-text.ts';
import { TaskSchedulerLog } from '../../../engine/event-log/task-scheduler-log.ts';

test('an executor that was told that its machine will go', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const write = (line: string) => lines.push(line.replace(/^\S+ \S+ /, '').trimEnd());
  const log = new TaskSchedulerLog({ now: () => nowMs, write });
  log.executorAdded({ executorId: '0', host: '192.0.2.2', slots: 1 });
  log.executorDecommissioning('0');
  log.decommissionBegun('0');
  nowMs = 31_100;
  log.executorRemoved('0', 'Executor decommission: Executor 0 is decommissioned.');
  expect(lines.slice(1)).toEqual([
    'WARN StandaloneSchedulerBackend$StandaloneDriverEndpoint: Received executor 0 decommissioned message',
    'INFO StandaloneSchedulerBackend: Decommission executors: 0',
    'INFO TaskSchedulerImpl: Executor 0 on 192.0.2.2 is decommissioned after 31.1 s.',
  ]);
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1.0 s'],
  [59_900, '59.9 s'],
  [60_000, '1.0 min'],
  [3_599_000, '60.0 min'],
  [5_400_000, '1.50 h'],
])('%d ms in words', (durationMs, text) => {
  expect(durationText(durationMs)).toBe(text);
});
