/** Executor processes really come with the work and go without it. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { executorsOf, submitApplication } from '../../applications/submitted.ts';

test.each([
  ['false', 'Executor killed by driver.'],
  ['true', 'Executor decommission: spark scale down'],
])(
  'executors come for tasks that wait and go when they are idle, decommissioned: %s',
  async (decommissions, reason) => {
    const directory = temporaryDirectory();
    const dynamic = 'spark.dynamicAllocation';
    const app = submitApplication('elastic', [directory], {
      master: 'local-cluster[3,1,512]',
      directory,
      properties: {
        [`${dynamic}.enabled`]: 'true',
        'spark.decommission.enabled': decommissions,
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
    expect([code, app.errors(), app.output()]).toEqual([0, '', `${reason}\n`]);
  },
);
