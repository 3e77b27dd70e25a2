/** Files of properties, in both of their forms. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPropertiesFile } from '../../../orchestrator/server/read-properties-file.ts';
import { readSettings } from '../../../orchestrator/server/read-settings.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

function file(text: string): string {
  const path = join(temporaryDirectory(), 'file');
  writeFileSync(path, text);
  return path;
}

describe('properties', () => {
  test.each([
    ['Java properties', '# c\na = 1 \nb: two\\\n  lines\n', { a: '1', b: 'twolines' }],
    [
      "Hadoop's XML",
      '<?xml version="1.0"?>\n<configuration><property><name> a </name><value> 1 </value></property></configuration>',
      { a: '1' },
    ],
    ['nothing', '', {}],
  ])('%s', (_what, text, expected) => {
    expect(Object.fromEntries(readPropertiesFile(file(text)))).toEqual(expected);
  });

  test.each([
    ['a malformed escape', 'a=1\nb=\\u12', { code: 'HOWDAH_USAGE', position: { line: 2 } }],
    ['malformed XML', '<configuration>\n<', { position: { line: 2 } }],
  ])('%s is told with its place', (_what, text, expected) => {
    expect(() => readPropertiesFile(file(text))).toThrow(expect.objectContaining({}));
    try {
      readPropertiesFile(file(text));
    } catch (error) {
      expect(error).toMatchObject(expected);
    }
  });

  test('a file that is not there', () => {
    expect(() => readPropertiesFile('/nope')).toThrow(
      expect.objectContaining({ code: 'HOWDAH_USAGE' }),
    );
  });
});

test('settings: what is given with -D wins over the file', () => {
  const settings = readSettings(file('a=file\nb=file'), new Map([['a', 'given']]));
  expect(Object.fromEntries(settings)).toEqual({ a: 'given', b: 'file' });
  expect(readSettings(undefined, new Map()).size).toBe(0);
});
