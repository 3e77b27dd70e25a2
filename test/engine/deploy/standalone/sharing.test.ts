/** Several applications on one cluster: first in, first out, within their limits. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { RunningCluster } from './running-cluster.ts';

function gateIn(cluster: RunningCluster, name: string): string {
  return join(cluster.directory, name);
}

async function states(cluster: RunningCluster): Promise<[string, number][]> {
  return (await cluster.state()).activeapps.map(({ state, cores }) => [state, cores]);
}

test('the first application takes all cores, the second waits for its end', async () => {
  const cluster = await RunningCluster.start([{ cores: 2 }]);
  const first = cluster.submit('three-shuffles', [gateIn(cluster, 'first')]);
  await eventually(async () => (await cluster.state()).coresused === 2);
  const second = cluster.submit('three-shuffles', [gateIn(cluster, 'second')]);
  await eventually(async () => (await cluster.state()).activeapps.length === 2);
  expect(await states(cluster)).toEqual([
    ['RUNNING', 2],
    ['WAITING', 0],
  ]);
  writeFileSync(gateIn(cluster, 'first'), '');
  writeFileSync(gateIn(cluster, 'second'), '');
  expect([(await first.ended).code, first.output()]).toEqual([0, 'exact\n']);
  expect([(await second.ended).code, second.output()]).toEqual([0, 'exact\n']);
  await cluster.stop();
});

test('with spark.cores.max two run at the same time', async () => {
  const cluster = await RunningCluster.start([{ cores: 2 }]);
  const half = { 'spark.cores.max': '1' };
  const apps = ['first', 'second'].map((name) =>
    cluster.submit('three-shuffles', [gateIn(cluster, name)], half),
  );
  await eventually(async () => {
    expect(await states(cluster)).toEqual([
      ['RUNNING', 1],
      ['RUNNING', 1],
    ]);
    return true;
  });
  writeFileSync(gateIn(cluster, 'first'), '');
  writeFileSync(gateIn(cluster, 'second'), '');
  for (const app of apps) {
    expect([(await app.ended).code, app.output()]).toEqual([0, 'exact\n']);
  }
  await cluster.stop();
});

test('dynamic allocation asks the master for executors and gives them back', async () => {
  const cluster = await RunningCluster.start([{ cores: 3 }]);
  const signals = gateIn(cluster, 'signals');
  mkdirSync(signals);
  const dynamic = 'spark.dynamicAllocation';
  const app = cluster.submit('elastic', [signals], {
    'spark.executor.cores': '1',
    [`${dynamic}.enabled`]: 'true',
    [`${dynamic}.schedulerBacklogTimeout`]: '50ms',
    [`${dynamic}.executorIdleTimeout`]: '100ms',
  });
  await eventually(() => cluster.allExecutors().length === 3);
  writeFileSync(join(signals, 'gate'), '');
  await eventually(() => existsSync(join(signals, 'worked')));
  await eventually(async () => {
    const { activeapps, coresused } = await cluster.state();
    return activeapps.length === 1 && coresused === 0 && cluster.allExecutors().length === 0;
  });
  writeFileSync(join(signals, 'enough'), '');
  const { code } = await app.ended;
  expect([code, app.errors(), app.output()]).toEqual([0, '', 'Executor killed by driver.\n']);
  await cluster.stop();
});
