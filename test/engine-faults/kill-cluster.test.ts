/**
 * kill -9 of an executor, a worker or the master, or the end of a worker, at seeded moments of a job
 * on a cluster: a plain one, and one with a shuffle service, a recovery directory and encryption.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomNumbers } from '../../engine/executor/random.ts';
import { RunningCluster } from '../engine/deploy/standalone/running-cluster.ts';
import { eventually } from '../support/eventually.ts';

const SEEDS = 16;

const SERVED = {
  'spark.shuffle.service.enabled': 'true',
  'spark.network.crypto.enabled': 'true',
};

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
  const isServed = seed % 2 === 1;
  const cluster = new RunningCluster();
  const settings = {
    'spark.deploy.recoveryMode': 'FILESYSTEM',
    'spark.deploy.recoveryDirectory': join(cluster.directory, 'records'),
    // An application that ends while the master is away is waited for so long.
    'spark.deploy.recoveryTimeout': '5s',
    'spark.network.crypto.enabled': 'true',
  };
  const words = Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]);
  const master = isServed ? words : [];
  const worker = isServed ? { properties: { ...SERVED, 'spark.shuffle.service.port': '0' } } : {};
  await cluster.begin([worker, worker, worker], master);
  const logs = join(cluster.directory, 'logs');
  const app = cluster.submit('three-shuffles', [cluster.directory], {
    'spark.shuffle.io.retryWait': '50ms',
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.compress': 'false',
    'spark.eventLog.dir': logs,
    ...(isServed ? SERVED : {}),
  });
  let hasEnded = false;
  void app.ended.then(() => {
    hasEnded = true;
  });
  const moment = Math.floor(random() * TASKS);
  await eventually(() => hasEnded || tasksEnded(logs) >= moment);
  const victim = Math.floor(random() * 4);
  if (victim === 0) {
    const executors = cluster.allExecutors();
    const pid = executors[Math.floor(random() * executors.length)];
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
    }
  } else if (victim === 1) {
    await cluster.killWorker(Math.floor(random() * 3));
  } else if (victim === 2) {
    expect(await cluster.endWorker(Math.floor(random() * 3))).toBe(0);
  } else {
    await cluster.killMaster();
    await cluster.startMaster(cluster.masterPort, master, isServed ? 'RECOVERING' : 'ALIVE');
  }
  const { code } = await app.ended;
  expect([code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);
  // What a killed worker has kept goes when the next one starts.
  await eventually(() => /New state: ALIVE|Recovery complete/.test(cluster.masterLog()));
  await cluster.startWorker(worker);
  await cluster.stop();
});
