/** The totals of drivers as counters under Hadoop's names. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driverCounters } from '../../../actions/spark/driver-counters.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

async function countersOf(...lines: readonly string[]): Promise<Record<string, unknown>> {
  const path = join(temporaryDirectory(), 'progress');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return JSON.parse((await driverCounters(path)) ?? 'null');
}

const job = '{"event":"job","jobId":0,"status":"running"}';

describe('counters of a driver', () => {
  test('have the names that Hadoop gives them', async () => {
    const totals = { inputRecords: 7, shuffleWriteRecords: 6, shuffleReadRecords: 5 };
    const line = { event: 'totals', ...totals, outputRecords: 4, inputBytes: 3, outputBytes: 2 };
    const counters = await countersOf(job, JSON.stringify({ ...line, executorCpuTime: 2_600_000 }));
    const ofTasks = {
      MAP_INPUT_RECORDS: 7,
      MAP_OUTPUT_RECORDS: 6,
      REDUCE_INPUT_RECORDS: 5,
      REDUCE_OUTPUT_RECORDS: 4,
      CPU_MILLISECONDS: 3,
    };
    expect(counters).toMatchObject({
      ACTION_TYPE: 'SPARK',
      'org.apache.hadoop.mapred.Task$Counter': ofTasks,
      'org.apache.hadoop.mapreduce.TaskCounter': ofTasks,
      'org.apache.hadoop.mapreduce.FileSystemCounter': {
        FILE_BYTES_READ: 3,
        FILE_BYTES_WRITTEN: 2,
      },
      spark: { ...totals, outputRecords: 4, numTasks: 0 },
    });
  });

  test('are the sums of all contexts of the application', async () => {
    const counters = await countersOf(
      '{"event":"totals","numTasks":2,"inputRecords":10}',
      job,
      '{"event":"totals","numTasks":1,"inputRecords":0.4}',
    );
    expect(counters.spark).toMatchObject({ numTasks: 3, inputRecords: 10 });
  });

  test('are whole numbers under known names, whatever the application writes there', async () => {
    const counters = await countersOf(
      '{"event":"totals","numTasks":"9","inputRecords":1e300,"secret":"hunter2","outputBytes":5}',
      '{"event":"totals","outputBytes":',
    );
    expect(counters.spark).toMatchObject({ numTasks: 0, inputRecords: 0, outputBytes: 5 });
    expect(JSON.stringify(counters)).not.toContain('secret');
  });

  test('are missing where the driver has told none', async () => {
    expect(await countersOf(job)).toBeNull();
    expect(await driverCounters(join(temporaryDirectory(), 'none'))).toBeUndefined();
  });
});
