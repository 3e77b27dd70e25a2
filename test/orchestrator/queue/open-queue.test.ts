/** Which queue server is used: a given one, or a private one wherever the data directory lies. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../base/time/system-clock.ts';
import { describeQueueAddress } from '../../../orchestrator/queue/queue-address.ts';
import { openQueue, parseQueueUrl } from '../../../orchestrator/queue/server/open-queue.ts';
import { answersPing } from '../../../orchestrator/queue/server/queue-probe.ts';
import { queueSocketPath } from '../../../orchestrator/queue/server/queue-socket-path.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const PING_TIMEOUT_MS = 1_000;

test.each([
  ['redis://10.0.0.1:6379/2', { url: 'redis://10.0.0.1:6379/2' }],
  ['rediss://:secret@queue.example', { url: 'rediss://:secret@queue.example' }],
  ['unix:/run/redis.sock', { socketPath: '/run/redis.sock' }],
])('takes %s', (url, address) => {
  expect(parseQueueUrl(url)).toEqual(address);
});

test.each(['', 'localhost:6379', 'http://localhost', 'redis://', 'unix:', 'redis:/x'])(
  'refuses %j and says what would be right',
  (url) => {
    expect(() => parseQueueUrl(url)).toThrow(
      expect.objectContaining({
        code: 'HOWDAH_USAGE',
        message: expect.stringContaining(`[${url}]`),
        mend: expect.stringContaining('redis://HOST:PORT'),
      }),
    );
  },
);

test('a password in the address is not shown', () => {
  const shown = describeQueueAddress({ url: 'redis://user:secret@queue.example:6379' });
  expect(shown).toContain('queue.example:6379');
  expect(shown).not.toContain('secret');
});

test('a given server is left alone', async () => {
  const queue = await openQueue({ ...pathsIn(temporaryDirectory()), url: 'redis://127.0.0.1:1' });
  expect(queue.address).toEqual({ url: 'redis://127.0.0.1:1' });
  await queue.close();
});

test('a data directory with a long path gets its socket elsewhere', async () => {
  const directory = join(temporaryDirectory(), 'x'.repeat(120));
  mkdirSync(directory);
  const runtimeDirectory = temporaryDirectory();
  const environment = { ...process.env, XDG_RUNTIME_DIR: runtimeDirectory };
  const queue = await openQueue({ ...pathsIn(directory), environment });
  onTestFinished(() => queue.close());
  const { socketPath } = queue.address as { socketPath: string };
  expect(socketPath.startsWith(runtimeDirectory)).toBe(true);
  expect(await answersPing(socketPath, PING_TIMEOUT_MS)).toBe(true);
});

test('a directory for sockets that others may enter is not used', () => {
  const preferred = `/${'x'.repeat(120)}/queue.sock`;
  const environment = { XDG_RUNTIME_DIR: temporaryDirectory() };
  const path = queueSocketPath(preferred, environment);
  expect(queueSocketPath(preferred, environment)).toBe(path);
  expect(queueSocketPath(`${preferred}2`, environment)).not.toBe(path);
  const open = { XDG_RUNTIME_DIR: temporaryDirectory() };
  mkdirSync(join(open.XDG_RUNTIME_DIR, path.split('/').at(-2) ?? ''), { mode: 0o755 });
  expect(() => queueSocketPath(preferred, open)).toThrow(/open to other users/);
});

function pathsIn(directory: string) {
  return {
    socketPath: join(directory, 'queue.sock'),
    identityPath: join(directory, 'queue.json'),
    logPath: join(directory, 'queue.log'),
    clock: systemClock,
    onError: () => {},
  };
}
