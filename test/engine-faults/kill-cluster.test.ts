/** kill -9 of an executor, a worker or the master at seeded moments of a job on a cluster. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomNumbers } from '../../engine/executor/random.ts';
import { RunningCluster } from '../engine/deploy/standalone/running-cluster.ts';
import { eventually } from '../support/eventually.ts';

const SEEDS = 12;

/** Tasks of the job, about: harm comes after one of them has ended. */
const TASKS = 16;

function tasksEnded(logs: string): number {
  const files = existsSync(logs) ? readdirSync(logs, { recursive: true, withFileTypes: true }) : [];
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .reduce((sum, text) => sum + (text.match(/"SparkListenerTaskEnd"/g)?.length ?? 0), 0);
}

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))('seed %i', async (seed) => {
  const random = randomNumbers(seed);
  const cluster = await RunningCluster.start([{}, {}, {}]);
  const logs = join(cluster.directory, 'logs');
  const app = cluster.submit('three-shuffles', [cluster.directory], {
    'spark.shuffle.io.retryWait': '50ms',
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.compress': 'false',
    'spark.eventLog.dir': logs,
  });
  let hasEnded = false;
  void app.ended.then(() => {
    hasEnded = true;
  });
  const moment = Math.floor(random() * TASKS);
  await eventually(() => hasEnded || tasksEnded(logs) >= moment);
  const victim = Math.floor(random() * 3);
  if (victim === 0) {
    const executors = cluster.allExecutors();
    const pid = executors[Math.floor(random() * executors.length)];
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
    }
  } else if (victim === 1) {
    await cluster.killWorker(Math.floor(random() * 3));
  } else {
    await cluster.killMaster();
    await cluster.startMaster(cluster.masterPort);
  }
  const { code } = await app.ended;
  expect([code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);
  await cluster.stop();
});
