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

test('a hanging task is copied to the other executor, and one of them commits', async () => {
  const directory = temporaryDirectory();
  const master = 'local-cluster[2,1,512]';
  const app = submitApplication('slow-copies', [directory], { master, directory });
  const { code } = await app.ended;
  expect([code, app.errors(), app.output()]).toEqual([0, '', 'ok\n']);
});
