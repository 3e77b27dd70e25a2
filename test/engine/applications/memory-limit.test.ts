/** Work on more rows than fit in memory stays within `spark.executor.memory`. */
import { expect, test } from 'vitest';
import { runLargeWork } from './resident-memory.ts';

test.each(['group', 'sort'] as const)('%s of 115 MB by executors of 192 MB', async (what) => {
  const memoryMegabytes = 192;
  const outcome = await runLargeWork({
    what,
    rows: 1_000_000,
    partitions: 4,
    memoryMegabytes,
    deadlineMs: 60_000,
  });
  expect([outcome.answer, outcome.errors, outcome.code]).toEqual(['exact\n', '', 0]);
  expect([outcome.executorsStarted, outcome.peakResidentMegabytes.length]).toEqual([2, 2]);
  expect(Math.max(...outcome.peakResidentMegabytes)).toBeLessThan(memoryMegabytes);
  expect(outcome.metric('Shuffle Bytes Written')).toBeGreaterThan(115e6);
  expect(outcome.metric('Disk Bytes Spilled')).toBeGreaterThan(0);
  for (const field of [
    'Memory Bytes Spilled',
    'Peak Execution Memory',
    'JVM GC Time',
    'Executor CPU Time',
    'Shuffle Bytes Written',
    'Local Bytes Read',
  ]) {
    expect([field, outcome.metric(field)]).toEqual([field, expect.toSatisfy((sum) => sum > 0)]);
  }
  expect(outcome.metric('Shuffle Records Written')).toBe(1_000_000);
  expect(outcome.metric('Total Records Read')).toBe(1_000_000);
  expect(outcome.leftovers).toEqual([]);
});
