/** Globs of Hadoop: every character of a name that is no wildcard means itself. */
import { expect, test } from 'vitest';
import { parseGlob } from '../../../base/file-system/glob-pattern.ts';

function matches(pattern: string, name: string): boolean {
  const [names] = parseGlob(`/${pattern}`);
  const last = names?.at(-1);
  return typeof last === 'string' ? last === name : last?.test(name) === true;
}

test.each([
  ['part-*', 'part-00000', true],
  ['part-*', 'part_00000', false],
  ['*-r-?', 'a-r-1', true],
  ['[a-c]-?', 'b-x', true],
  ['[a\\-c]?', '-x', true],
  ['[a\\-c]?', 'bx', false],
  ['[-x]*', '-', true],
  ['{a-b,c}*', 'a-b1', true],
  ['a\\-*', 'a-b', true],
])('%s matches %s: %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

test.each([...'!"#$%&\'()+,-.:;<=>@^_`|~'])('%s means itself beside a wildcard', (character) => {
  expect(matches(`a${character}*`, `a${character}b`)).toBe(true);
  expect(matches(`a${character}*`, 'aXb')).toBe(false);
});
