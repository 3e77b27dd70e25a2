/** Who does not know the cluster's secret is none of it; whoever knows it cannot break it. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../../../engine/deploy/cluster-messages.ts';
import { clusterSecret } from '../../../../engine/deploy/cluster-secret.ts';
import { connectRpc } from '../../../../engine/rpc/rpc-client.ts';
import { eventually } from '../../../support/eventually.ts';
import { RunningCluster } from './running-cluster.ts';

test('a worker and an application with another secret are refused', async () => {
  const cluster = await RunningCluster.start([]);
  const secretFile = join(cluster.directory, 'other');
  writeFileSync(secretFile, randomBytes(32).toString('hex'), { mode: 0o600 });
  const other = { XDG_STATE_HOME: join(cluster.directory, 'elsewhere') };
  const worker = cluster.startWorkerProcess({ environment: other });
  await eventually(() =>
    worker.log().includes('Failed to connect to master: it has another secret; name the same'),
  );
  await eventually(() =>
    cluster
      .masterLog()
      .includes('Refused a connection from 127.0.0.1: The peer does not know the secret'),
  );
  const app = cluster.submit('shared-variables', [cluster.directory], {
    'spark.authenticate.secret.file': secretFile,
  });
  expect((await app.ended).code).toBe(1);
  expect(app.errors()).toContain(`${cluster.url} has another secret`);
  expect(await cluster.state()).toMatchObject({ workers: [], activeapps: [] });
  await cluster.stop();
});

test('frames without a handshake, too large ones and nonsense end only their connection', async () => {
  const cluster = await RunningCluster.start([{}]);
  const port = cluster.masterPort;
  const stranger = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => stranger.once('close', resolve));
  stranger.on('error', () => {});
  stranger.resume();
  stranger.write(Buffer.alloc(200, 1));
  await closed;

  const secret = clusterSecret({ secret: undefined, file: undefined }, cluster.environment);
  const facts = { workerId: 'w', executors: [], applicationIds: [] };
  const register = { type: 'register-worker', protocol: PROTOCOL_VERSION, ...facts };
  const nonsense: unknown[] = [
    null,
    'text',
    { type: 'register-worker' },
    { ...register, host: 'h', port: 1, cores: -1, memoryMegabytes: 1, webUiUrl: '' },
    { ...register, protocol: 99 },
    {
      type: 'register-application',
      applicationId: '../..',
      protocol: PROTOCOL_VERSION,
      description: {},
    },
    { type: 'register-application' },
    {
      type: 'register-application',
      applicationId: '..',
      protocol: PROTOCOL_VERSION,
      description: {},
    },
    Buffer.alloc(5 << 20),
  ];
  for (const message of nonsense) {
    const ended = Promise.withResolvers<void>();
    const handlers = { onMessage: () => {}, onClose: () => ended.resolve() };
    (await connectRpc(port, secret, handlers)).send(message);
    await ended.promise;
  }
  expect((await cluster.state()).workers.length).toBe(1);
  const app = cluster.submit('shared-variables', [cluster.directory]);
  expect((await app.ended).code).toBe(0);
  await cluster.stop();
});
