/** Five gigabytes through two executors of half a gigabyte each. Takes minutes. */
import { expect, test } from 'vitest';
import { runLargeWork } from '../engine/applications/resident-memory.ts';

test.each(['group', 'sort'] as const)('%s of 5 GB by executors of 512 MB', async (what) => {
  const memoryMegabytes = 512;
  const outcome = await runLargeWork({
    what,
    rows: 45_000_000,
    partitions: 16,
    memoryMegabytes,
    deadlineMs: 1_500_000,
  });
  expect([outcome.answer, outcome.errors, outcome.code]).toEqual(['exact\n', '', 0]);
  expect([outcome.executorsStarted, outcome.peakResidentMegabytes.length]).toEqual([2, 2]);
  expect(Math.max(...outcome.peakResidentMegabytes)).toBeLessThan(memoryMegabytes);
  expect(outcome.metric('Shuffle Bytes Written')).toBeGreaterThan(5e9);
  expect(outcome.metric('Disk Bytes Spilled')).toBeGreaterThan(0);
  expect(outcome.leftovers).toEqual([]);
});
