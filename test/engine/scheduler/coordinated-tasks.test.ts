/** Tasks that meet, and outputs that are committed once, in real slots and executors. */
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from '../applications/submitted.ts';

test.each(['local[2]', 'local-cluster[2,1,512]'])('give their answers on %s', async (master) => {
  const directory = temporaryDirectory();
  const properties = { 'spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures': '1' };
  const app = submitApplication('coordinated-tasks', [directory], {
    master,
    directory,
    properties,
  });
  const { code } = await app.ended;
  expect(app.errors()).toBe('');
  expect([code, app.output()]).toEqual([0, 'ok\n']);
});
