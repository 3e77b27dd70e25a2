/** Tokens: what we signed is believed until it expires, and nothing else is. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthTokenSigner } from '../../../orchestrator/auth/auth-token.ts';
import { readOrMakeSecret } from '../../../orchestrator/auth/secret-file.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const signer = new AuthTokenSigner(() => Buffer.from('secret'));
const userName = fc.string({ minLength: 1 }).filter((name) => !/[&=]/.test(name));

describe('tokens', () => {
  test('are read as they were signed', () => {
    fc.assert(
      fc.property(userName, fc.nat(), (user, expiresMs) => {
        const signed = signer.sign({ user, expiresMs });
        expect(signer.verify(signed, expiresMs - 1)).toEqual({ user, expiresMs });
        expect(signer.verify(signed, expiresMs)).toBeUndefined();
      }),
    );
  });

  test('are of no worth with any character changed', () => {
    const signed = signer.sign({ user: 'amy', expiresMs: 1_000 });
    for (let at = 0; at < signed.length; at += 1) {
      const other = signed[at] === 'x' ? 'y' : 'x';
      expect(signer.verify(signed.slice(0, at) + other + signed.slice(at + 1), 0)).toBeUndefined();
    }
  });

  test('are of no worth to another secret', () => {
    const other = new AuthTokenSigner(() => Buffer.from('another'));
    expect(other.verify(signer.sign({ user: 'amy', expiresMs: 1_000 }), 0)).toBeUndefined();
  });

  test('nonsense is no token', () => {
    fc.assert(fc.property(fc.string(), (text) => signer.verify(text, 0) === undefined));
  });
});

describe('the secret', () => {
  test('is made once and kept', () => {
    const path = join(temporaryDirectory(), 'secret');
    const secret = readOrMakeSecret(path);
    expect(secret.length).toBeGreaterThan(40);
    expect(readOrMakeSecret(path)).toEqual(secret);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').trim()).toBe(secret.toString('utf8'));
  });
});
