import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProperties } from '../../../base/properties/format-properties.ts';
import { parseProperties } from '../../../base/properties/parse-properties.ts';

describe('the grammar of java.util.Properties', () => {
  test.each<[string, Record<string, string>]>([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a:1', { a: '1' }],
    ['a 1', { a: '1' }],
    ['a\t1', { a: '1' }],
    ['  a  =  1  ', { a: '1  ' }],
    ['a = = 1', { a: '= 1' }],
    ['a == 1', { a: '= 1' }],
    ['a', { a: '' }],
    ['=v', { '': 'v' }],
    ['a=1\na=2', { a: '2' }],
    ['a=1\r\nb=2\rc=3\n', { a: '1', b: '2', c: '3' }],
    ['# c\n! d\n  # e\na=#1', { a: '#1' }],
    ['# c\\\na=1', { a: '1' }],
    ['k\\ =v', { 'k ': 'v' }],
    ['k\\=x\\:y=v', { 'k=x:y': 'v' }],
    ['a=1\\\n  2', { a: '12' }],
    ['a=1\\\n\\\n 2', { a: '12' }],
    ['a=1\\\\\nb=2', { a: '1\\', b: '2' }],
    ['a=1\\', { a: '1' }],
    ['\\\na=1', { a: '1' }],
    ['a=1\\\n\nb=2', { a: '1', b: '2' }],
    ['a=1\\\n# no comment', { a: '1# no comment' }],
    ['u=\\u00e9\\u0041', { u: 'éA' }],
    ['u=\\ud83d\\ude00', { u: '😀' }],
    ['a=\\t\\n\\r\\f\\q\\\\', { a: '\t\n\r\fq\\' }],
    ['{"a":1}', { '{"a"': '1}' }],
    ['é=ü', { é: 'ü' }],
    ['a=\\u005c\\u005c', { a: '\\\\' }],
  ])('%j gives %j', (text, expected) => {
    expect(Object.fromEntries(parseProperties(text))).toEqual(expected);
  });

  test.each(['a=1\nb=\\u00g0', 'a=1\nb=\\u12', 'a=1\n\\u=2'])('%j is refused', (text) => {
    expect(() => parseProperties(text)).toThrow('Malformed \\uxxxx encoding in line 2');
  });
});

test('is written as Java writes it', () => {
  const pairs = new Map([
    ['k', 'v w'],
    ['e f', ' g '],
    ['{"a"', '1:2=3#4!5\\6'],
    ['é', '\n\t'],
  ]);
  expect(formatProperties(pairs, Date.UTC(2026, 10, 21, 2, 59, 49))).toBe(
    '#\n#Sat Nov 21 02:59:49 UTC 2026\nk=v w\ne\\ f=\\ g \n' +
      '{"a"=1\\:2\\=3\\#4\\!5\\\\6\né=\\n\\t\n',
  );
});

test('what is written is read back', () => {
  const text = fc.string({ unit: fc.constantFrom(...' \t\n\r\f\\=:#!uaé😀"') });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (entries) => {
      const pairs = new Map(entries);
      expect(parseProperties(formatProperties(pairs, 0))).toEqual(pairs);
    }),
  );
});
