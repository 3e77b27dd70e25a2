import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecretMask } from '../../../orchestrator/log/secret-mask.ts';

const mask = createSecretMask(['hunter2', 'hunter2-and-more', 'a.b*c(', 'no']);

test.each([
  ['db.password=s3cret, rest', 'db.password=****, rest'],
  ['Password: s3cret', 'Password: ****'],
  ['{"apiKey":"a b c","x":1}', '{"apiKey":****,"x":1}'],
  ["secret = 'two words' x", 'secret = **** x'],
  ['run --password s3cret --verbose', 'run --password **** --verbose'],
  ['run --db-token=s3cret --verbose', 'run --db-token=**** --verbose'],
  ['fs.s3a.secret.key=AKIA;x=1', 'fs.s3a.secret.key=****;x=1'],
  ['https://h/?access_token=abc&x=1', 'https://h/?access_token=****&x=1'],
  ['AWS_SECRET_ACCESS_KEY=abc', 'AWS_SECRET_ACCESS_KEY=****'],
  ['says hunter2 twice: hunter2', 'says **** twice: ****'],
  ['says hunter2-and-more', 'says ****'],
  ['says a.b*c( but not aXbbc(', 'says **** but not aXbbc('],
])('masks %j', (text, expected) => {
  expect(mask(text)).toBe(expected);
});

test.each([
  'action status=RUNNING attempt=1',
  'the password is wrong',
  'no secret too short to mask: no',
  'tokens of text were counted',
])('leaves %j alone', (text) => {
  expect(mask(text)).toBe(text);
});

test('no given secret is left in any text', () => {
  const secret = fc.string({ minLength: 4, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.string(), (secrets, text) => {
      const masked = createSecretMask(secrets)(`${text}${secrets.join(text)}${text}`);
      return secrets.every((value) => '****'.includes(value) || !masked.includes(value));
    }),
  );
});

test('a line made to be slow is not', () => {
  const line = `${'password'.repeat(2_000)} ${'--a-'.repeat(4_000)} secret ${'x'.repeat(16_000)}`;
  const startMs = performance.now();
  mask(line);
  expect(performance.now() - startMs).toBeLessThan(1_000);
});
