/** Secrets in files and streams, wherever the pieces of them begin and end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concealFile } from '../../../orchestrator/credentials/conceal-file.ts';
import { concealStream } from '../../../orchestrator/credentials/conceal-stream.ts';
import { KnownSecrets } from '../../../orchestrator/credentials/known-secrets.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

function knownSecrets(...values: string[]): KnownSecrets {
  const secrets = new KnownSecrets();
  secrets.add(values);
  return secrets;
}

describe('known secrets', () => {
  test('are masked whole, in URLs and line by line too', () => {
    const secrets = knownSecrets('s3cret', 's3cret-longer', 'a b/c', 'line one\nline two');
    expect(secrets.maskValues('x s3cret-longer y')).toBe('x **** y');
    expect(secrets.maskValues('q=a%20b%2Fc')).toBe('q=****');
    expect(secrets.maskValues('> line two')).toBe('> ****');
  });

  test('that are too short would be found everywhere', () => {
    expect(knownSecrets('abc').maskValues('abcabc')).toBe('abcabc');
  });

  test('are the latest ones, however many there were', () => {
    const secrets = new KnownSecrets();
    for (let index = 0; index < 5_000; index++) secrets.add([`token-${index}-x`]);
    expect(secrets.maskValues('token-4999-x')).toBe('****');
    expect(secrets.maskValues('token-0-x')).toBe('token-0-x');
  });
});

test('a stream holds none, however it is cut', async () => {
  const secrets = knownSecrets('p4ssw0rd', 'schlüssel-ß');
  const text = 'a p4ssw0rd b schlüssel-ß p4ssw0r p4ssw0rdp4ssw0rd ü end p4ssw0rd';
  const expected = text
    .replaceAll('p4ssw0rd', '*'.repeat(8))
    .replaceAll('schlüssel-ß', '*'.repeat(13));
  const bytes = Buffer.from(text);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), async (cuts) => {
      const ends = [...new Set([...cuts, bytes.length])].sort((left, right) => left - right);
      const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
      const shown = await buffer(Readable.from(pieces).pipe(concealStream(secrets)));
      expect(shown.toString()).toBe(expected);
    }),
  );
});

test('a file holds none, not even where two pieces of it meet', async () => {
  const path = join(temporaryDirectory(), 'stdout');
  const secrets = knownSecrets('p4ssw0rd');
  // One lies across the end of the first piece that is read.
  const before = 'x'.repeat(1_048_576 + 4);
  writeFileSync(path, `p4ssw0rd${before}p4ssw0rd\n`);
  await concealFile(path, secrets);
  const text = readFileSync(path, 'utf8');
  expect(text.length).toBe(before.length + 17);
  expect(text).not.toContain('p4ssw0rd');
  await concealFile(join(temporaryDirectory(), 'none'), secrets);
});
