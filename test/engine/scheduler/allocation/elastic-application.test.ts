/** Executor processes really come with the work and go without it. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { executorsOf, submitApplication } from '../../applications/submitted.ts';

test('executors are started for tasks that wait and ended when they are idle', async () => {
  const directory = temporaryDirectory();
  const dynamic = 'spark.dynamicAllocation';
  const app = submitApplication('elastic', [directory], {
    master: 'local-cluster[3,1,512]',
    directory,
    properties: {
      [`${dynamic}.enabled`]: 'true',
      [`${dynamic}.schedulerBacklogTimeout`]: '50ms',
      [`${dynamic}.executorIdleTimeout`]: '100ms',
    },
  });
  const driver = app.child.pid as number;
  await eventually(() => executorsOf(driver).length === 3);
  writeFileSync(join(directory, 'gate'), '');
  await eventually(() => existsSync(join(directory, 'worked')));
  await eventually(() => executorsOf(driver).length === 0);
  writeFileSync(join(directory, 'enough'), '');
  const { code } = await app.ended;
  expect([code, app.errors(), app.output()]).toEqual([0, '', 'ok\n']);
});
