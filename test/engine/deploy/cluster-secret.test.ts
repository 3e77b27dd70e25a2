/** Where the secret of a cluster comes from, and what cannot be one. */
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applicationSecret, clusterSecret } from '../../../engine/deploy/cluster-secret.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const none = { secret: undefined, file: undefined };

test('without a setting all processes of a user have the same, which only the user can read', () => {
  const environment = { XDG_STATE_HOME: temporaryDirectory() };
  const first = clusterSecret(none, environment);
  expect(clusterSecret(none, environment)).toEqual(first);
  const file = join(environment.XDG_STATE_HOME, 'howdah', 'cluster-secret');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(clusterSecret(none, { XDG_STATE_HOME: temporaryDirectory() })).not.toEqual(first);
});

test('a setting goes before the environment, that before a file, a file before the usual one', () => {
  const file = join(temporaryDirectory(), 'secret');
  writeFileSync(file, 'from the file, long enough\n', { mode: 0o600 });
  const secret = 'from the setting, long enough';
  expect(String(clusterSecret({ secret, file }, {}))).toBe(secret);
  const environment = { _SPARK_AUTH_SECRET: 'from the environment' };
  expect(String(clusterSecret({ secret, file }, environment))).toBe(secret);
  expect(String(clusterSecret({ ...none, file }, environment))).toBe('from the environment');
  expect(String(clusterSecret({ ...none, file }, {}))).toBe('from the file, long enough');
});

test('what others can read, is short or not there is refused with what to do', () => {
  const file = join(temporaryDirectory(), 'secret');
  const read = () => clusterSecret({ ...none, file }, {});
  expect(read).toThrow(/cannot give the secret of the cluster: ENOENT/);
  writeFileSync(file, 'a secret that is long enough', { mode: 0o600 });
  chmodSync(file, 0o640);
  expect(read).toThrow(/others may read it/);
  chmodSync(file, 0o600);
  expect(read).not.toThrow();
  expect(() => clusterSecret({ ...none, secret: 'short' }, {})).toThrow(
    /it has 5 characters, 16 are needed/,
  );
});

test('applications have secrets of their own', () => {
  const [one, other] = [Buffer.from('cluster one'), Buffer.from('cluster two')];
  const secrets = [
    applicationSecret(one, 'a'),
    applicationSecret(one, 'b'),
    applicationSecret(other, 'a'),
  ].map((secret) => Buffer.from(secret).toString('hex'));
  expect(new Set(secrets).size).toBe(3);
  expect(Buffer.from(applicationSecret(one, 'a')).toString('hex')).toBe(secrets[0]);
});
