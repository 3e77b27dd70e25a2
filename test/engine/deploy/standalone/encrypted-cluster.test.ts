/** What master, worker, driver and executors tell each other, seen by somebody on the wire. */

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SniffingProxy } from '../../../support/sniffing-proxy.ts';
import { RunningCluster } from './running-cluster.ts';

/** The driver listens at one address and is known by the other, where the proxy is. */
const DRIVER_HOST = '127.0.0.2';
const KNOWN_HOST = '127.0.0.3';

async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test.each([
  ['nobody', true, true],
  ['the application', true, false],
  ['the cluster', false, false],
] as const)('where %s encrypts', async (_what, isClusterReadable, isDriverReadable) => {
  const words = isClusterReadable ? [] : ['--conf', 'spark.ssl.rpc.enabled=true'];
  const cluster = new RunningCluster();
  const serving = { 'spark.shuffle.service.enabled': 'true', 'spark.shuffle.service.port': '0' };
  await cluster.begin([], words);
  const toMaster = await SniffingProxy.start(cluster.masterPort);
  const driverPort = await freePort(DRIVER_HOST);
  const toDriver = await SniffingProxy.start(driverPort, {
    host: KNOWN_HOST,
    port: driverPort,
    targetHost: DRIVER_HOST,
  });
  onTestFinished(() => {
    toMaster.close();
    toDriver.close();
  });
  cluster.url = `spark://127.0.0.1:${toMaster.port}`;
  await cluster.startWorker({ words, properties: serving });
  await cluster.startWorker({ words, properties: serving });

  const gate = join(cluster.directory, 'gate');
  writeFileSync(gate, '');
  const app = cluster.submit('three-shuffles', [gate], {
    'spark.shuffle.service.enabled': 'true',
    'spark.driver.bindAddress': DRIVER_HOST,
    'spark.driver.host': KNOWN_HOST,
    'spark.driver.port': `${driverPort}`,
    'spark.network.crypto.enabled': String(isClusterReadable && !isDriverReadable),
  });
  expect([(await app.ended).code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);

  const master = toMaster.bytes().toString('latin1');
  const driver = toDriver.bytes().toString('latin1');
  expect(driver.length).toBeGreaterThan(10_000);
  expect(master.length).toBeGreaterThan(1_000);
  for (const readable of ['register-worker', 'launch-executor']) {
    expect(master.includes(readable)).toBe(isClusterReadable);
  }
  // The program, its settings and what tasks are told.
  for (const readable of ['existsSync', 'application-settings', 'task-end']) {
    expect(driver.includes(readable)).toBe(isDriverReadable);
  }
  await cluster.stop();
});
