/** The private queue server: start, supervision, end, and what a killed server leaves. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { HowdahError } from '../../../base/error/howdah-error.ts';
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
} from '../../../base/process/process-identity.ts';
import { systemClock } from '../../../base/time/system-clock.ts';
import { findQueueBinary } from '../../../orchestrator/queue/server/find-queue-binary.ts';
import { answersPing } from '../../../orchestrator/queue/server/queue-probe.ts';
import {
  type QueueServer,
  type QueueServerOptions,
  startQueueServer,
} from '../../../orchestrator/queue/server/queue-server.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const PING_TIMEOUT_MS = 1_000;

async function optionsIn(directory: string): Promise<QueueServerOptions> {
  return {
    binary: await findQueueBinary(),
    socketPath: join(directory, 'queue.sock'),
    identityPath: join(directory, 'queue.json'),
    logPath: join(directory, 'queue.log'),
    clock: systemClock,
    onError: () => {},
  };
}

async function start(options: QueueServerOptions): Promise<QueueServer> {
  const server = await startQueueServer(options);
  onTestFinished(() => server.stop());
  return server;
}

function savedIdentity(options: QueueServerOptions): ProcessIdentity {
  return JSON.parse(readFileSync(options.identityPath, 'utf8'));
}

test('answers on a socket that only its user may open, and has no TCP port', async () => {
  const options = await optionsIn(temporaryDirectory());
  const server = await start(options);
  expect(await answersPing(server.socketPath, PING_TIMEOUT_MS)).toBe(true);
  expect(statSync(options.socketPath).mode & 0o777).toBe(0o700);
  expect(savedIdentity(options)).toEqual(identifyProcess(server.processId ?? 0));
  const inodes = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1);
  const ports = inodes.filter((line) => line.split(/\s+/)[2]?.endsWith(':18EB'));
  expect(ports.filter((line) => line.includes(` ${server.processId} `))).toEqual([]);
});

test('leaves neither process nor files behind when it is stopped', async () => {
  const options = await optionsIn(temporaryDirectory());
  const server = await startQueueServer(options);
  const identity = savedIdentity(options);
  await server.stop();
  expect(isAlive(identity)).toBe(false);
  expect(existsSync(options.socketPath)).toBe(false);
  expect(existsSync(options.identityPath)).toBe(false);
});

test('is started again, and said to be, when it dies', async () => {
  const errors: HowdahError[] = [];
  const directory = temporaryDirectory();
  const options = { ...(await optionsIn(directory)), onError: (e: HowdahError) => errors.push(e) };
  const server = await start(options);
  const first = server.processId ?? 0;
  process.kill(first, 'SIGKILL');
  await eventually(() => server.processId !== first && errors.length > 0);
  await eventually(() => answersPing(server.socketPath, PING_TIMEOUT_MS));
  expect(errors[0]?.code).toBe('HOWDAH_QUEUE_UNAVAILABLE');
  expect(errors[0]?.message).toContain('SIGKILL');
  await eventually(() => savedIdentity(options).pid === server.processId);
});

test('ends the one that a killed server left, known by its identity', async () => {
  const options = await optionsIn(temporaryDirectory());
  const left = await start(options);
  const identity = savedIdentity(options);
  const next = await start({ ...options, logPath: `${options.logPath}.2` });
  await eventually(() => !isAlive(identity));
  expect(next.processId).not.toBe(identity.pid);
  expect(await answersPing(next.socketPath, PING_TIMEOUT_MS)).toBe(true);
  await left.stop();
});

test('ends the one that a killed server left before it could note its identity', async () => {
  const options = await optionsIn(temporaryDirectory());
  await start(options);
  const identity = savedIdentity(options);
  writeFileSync(options.identityPath, '');
  await start(options);
  await eventually(() => !isAlive(identity));
});

test('leaves a stranger alone whose process id the left one had', async () => {
  const options = await optionsIn(temporaryDirectory());
  const stranger = { pid: process.pid, startTicks: '1', bootId: 'another boot' };
  writeFileSync(options.identityPath, JSON.stringify(stranger));
  const server = await start(options);
  expect(server.processId).toBeGreaterThan(0);
});

test('says what the binary said when it does not come up', async () => {
  const options = await optionsIn(temporaryDirectory());
  const failing = startQueueServer({ ...options, binary: '/bin/false' });
  await expect(failing).rejects.toMatchObject({
    code: 'HOWDAH_QUEUE_UNAVAILABLE',
    message: expect.stringContaining('it ended with code 1'),
    mend: expect.stringContaining(options.logPath),
  });
  const missing = startQueueServer({ ...options, binary: '/nowhere/valkey-server' });
  await expect(missing).rejects.toMatchObject({ message: expect.stringContaining('ENOENT') });
});

test('says so when its files cannot be written', async () => {
  const options = await optionsIn(temporaryDirectory());
  const directory = join(options.logPath, '..', 'none');
  const failing = startQueueServer({ ...options, logPath: join(directory, 'queue.log') });
  await expect(failing).rejects.toMatchObject({ code: 'HOWDAH_DATA_DIRECTORY_UNUSABLE' });
});

test('a stale socket file is no obstacle', async () => {
  const options = await optionsIn(temporaryDirectory());
  await new Promise<void>((resolve) => {
    const stale = createServer().listen(options.socketPath, () => {
      writeFileSync(`${options.socketPath}.note`, '');
      stale.close(() => resolve());
    });
  });
  writeFileSync(options.socketPath, '');
  const server = await start(options);
  expect(await answersPing(server.socketPath, PING_TIMEOUT_MS)).toBe(true);
});
