/** An executor that is told that its machine will go leaves what it holds to the others. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { RunningCluster } from '../deploy/standalone/running-cluster.ts';
import { executorsOf, submitApplication } from './submitted.ts';

const decommission = { 'spark.decommission.enabled': 'true' };
const storage = { ...decommission, 'spark.storage.decommission.enabled': 'true' };
const removed = 'removed: Executor decommission: Executor 0 is decommissioned.';
const kept = 'were kept';
const computed = 'were computed again';
const cases: [string, Record<string, string>, string[]][] = [
  ['keeps all', storage, [removed, kept, kept]],
  [
    'keeps all over connections',
    { ...storage, 'spark.shuffle.readHostLocalDisk': 'false' },
    [removed, kept, kept],
  ],
  [
    'keeps outputs',
    { ...storage, 'spark.storage.decommission.rddBlocks.enabled': 'false' },
    [removed, computed, kept],
  ],
  [
    'keeps blocks',
    { ...storage, 'spark.storage.decommission.shuffleBlocks.enabled': 'false' },
    [removed, kept, computed],
  ],
  ['keeps nothing', decommission, [removed, computed, computed]],
  ['is not enabled', {}, ['removed: Command was ended by SIGPWR', computed, computed]],
];

test.each(cases)(
  'decommissioning that %s',
  async (_name, properties, [reason, blocks, outputs]) => {
    const directory = temporaryDirectory();
    const app = submitApplication('decommissioned', [directory], {
      master: 'local-cluster[2,1,512]',
      directory,
      properties: { ...properties, 'spark.locality.wait': '0' },
    });
    await eventually(() => app.output() === 'kept\n');
    const [first = 0] = executorsOf(app.child.pid as number).sort((left, right) => left - right);
    process.kill(first, 'SIGPWR');
    await eventually(() => !existsSync(`/proc/${first}`) && app.output().includes('removed'));
    writeFileSync(join(directory, 'gate'), '');
    const { code } = await app.ended;
    expect([code, app.errors()]).toEqual([0, '']);
    expect(app.output()).toBe(`kept\n${reason}\nexact\nblocks ${blocks}, outputs ${outputs}\n`);
    expect(readdirSync(directory).filter((name) => name.startsWith('howdah-'))).toEqual([]);
  },
);

test('on a cluster an executor leaves what it holds to one of another worker', async () => {
  const cluster = await RunningCluster.start([{}, {}]);
  const app = cluster.submit('decommissioned', [cluster.directory], {
    ...storage,
    'spark.locality.wait': '0',
  });
  await eventually(() => app.output() === 'kept\n');
  const [first = 0] = cluster.executorsOf(0);
  process.kill(first, 'SIGPWR');
  await eventually(() => !existsSync(`/proc/${first}`) && app.output().includes('removed'));
  writeFileSync(join(cluster.directory, 'gate'), '');
  const { code } = await app.ended;
  expect([code, app.errors()]).toEqual([0, '']);
  const output = app.output().replace(/Executor \d is/, 'Executor 0 is');
  expect(output).toBe(`kept\n${removed}\nexact\nblocks ${kept}, outputs ${kept}\n`);
  await cluster.stop();
});
