/** When a driver gives its master up, and when it goes on looking for it. */
import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { ApplicationClient } from '../../../../engine/deploy/client/application-client.ts';
import type { MasterToDriver } from '../../../../engine/deploy/cluster-messages.ts';
import type { FrameConnection } from '../../../../engine/rpc/frame-connection.ts';
import { RpcServer } from '../../../../engine/rpc/rpc-server.ts';
import { eventually } from '../../../support/eventually.ts';
import { applicationComes } from '../master/cluster-events.ts';

const secret = Buffer.from('the secret of the cluster');
const servers: RpcServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});

function listen(port: number, connections: FrameConnection[]): Promise<number> {
  const server = new RpcServer({
    secret,
    onConnection: (connection) => ({
      onMessage: () => void connections.push(connection()),
      onClose: () => {},
    }),
  });
  servers.push(server);
  return server.listen(port);
}

function clientOf(port: number, ownSecret: Uint8Array = secret) {
  const clock = new ManualClock();
  const failures: string[] = [];
  const warnings: string[] = [];
  let registrations = 0;
  let executors = 0;
  const client = new ApplicationClient({
    host: '127.0.0.1',
    port,
    secret: ownSecret,
    encrypts: false,
    clock,
    random: () => 0.5,
    events: {
      registration: () => {
        registrations += 1;
        return applicationComes('app');
      },
      executorAdded: () => {
        executors += 1;
      },
      workerRemoved: () => {},
      executorUpdated: () => {},
      masterMissed: (reason) => void warnings.push(reason),
      failed: (reason) => void failures.push(reason),
    },
  });
  const counts = () => ({ registrations, executors });
  return { client, clock, failures, warnings, counts };
}

async function unusedPort(): Promise<number> {
  const port = await listen(0, []);
  servers.pop()?.close();
  return port;
}

test('a master that is not there is tried three times in forty seconds', async () => {
  const port = await unusedPort();
  const { client, clock, failures, warnings } = clientOf(port);
  await client.connect();
  await eventually(() => {
    clock.advance(19_999);
    return failures.length === 1;
  });
  expect(failures[0]).toMatch(/^All masters are unresponsive! Giving up\. \(spark:.*ECONNREFUSED/);
  expect(clock.now()).toBeGreaterThanOrEqual(40_000);
  expect(warnings.map((text) => text.replace(/: connect.*/, ''))).toEqual([
    `Failed to connect to master 127.0.0.1:${port}`,
    `Failed to connect to master 127.0.0.1:${port}`,
  ]);
});

test('another secret is no reason to try again', async () => {
  const port = await listen(0, []);
  const { client, failures } = clientOf(port, Buffer.from('another secret'));
  await client.connect();
  expect(failures).toEqual([
    `spark://127.0.0.1:${port} has another secret; ` +
      "name the cluster's: spark.authenticate.secret.file",
  ]);
});

test('a refused application is told why', async () => {
  const connections: FrameConnection[] = [];
  const port = await listen(0, connections);
  const { client, failures } = clientOf(port);
  await client.connect();
  await eventually(() => connections.length === 1);
  connections[0]?.send({ type: 'registration-failed', message: 'no' } satisfies MasterToDriver);
  await eventually(() => failures.length === 1);
  expect(failures).toEqual(['the master refused the application: no']);
});

test('a master that was there is looked for without end, and registered with again', async () => {
  const connections: FrameConnection[] = [];
  const port = await listen(0, connections);
  const { client, clock, failures, warnings, counts } = clientOf(port);
  await client.connect();
  await eventually(() => connections.length === 1);
  const welcome: MasterToDriver = { type: 'registered-application', applicationId: 'app' };
  connections[0]?.send(welcome);
  const place = { executorId: 0, workerId: 'w', host: 'h', cores: 1 };
  connections[0]?.send({ type: 'executor-added', ...place } satisfies MasterToDriver);
  await eventually(() => counts().executors === 1);
  servers.pop()?.close();
  for (let minute = 0; minute < 30; minute += 1) {
    clock.advance(60_000);
  }
  await listen(port, connections);
  await eventually(() => {
    clock.advance(60_000);
    return counts().registrations === 2;
  });
  expect([...failures, ...warnings]).toEqual([]);
  client.stop();
});
