import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../orchestrator/config/read-configuration.ts';
import { writeConfiguration } from '../../../orchestrator/config/write-configuration.ts';

const read = (content: string) =>
  Object.fromEntries(readConfiguration(`<configuration>${content}</configuration>`, 'f.xml'));

describe('a configuration', () => {
  test.each([
    ['<property><name>a</name><value>1</value></property>', { a: '1' }],
    ['<property><value>1</value><name>a</name></property>', { a: '1' }],
    ['<property><name> a </name><value> 1 </value></property>', { a: ' 1 ' }],
    ['<property><name>a</name><value></value></property>', {}],
    ['<property><name>a</name><value/></property>', {}],
    ['<property><name>a</name></property>', {}],
    ['<property><value>1</value></property>', {}],
    ['<property><name>a</name><value> </value></property>', { a: ' ' }],
    [
      '<property><name>a</name><value>1</value></property><property><name>a</name><value>2</value></property>',
      { a: '2' },
    ],
    [
      '<property><name>a</name><value>1</value><final>true</final><source>s</source><description>d</description></property>',
      { a: '1' },
    ],
    ['<property><name>a</name><value><![CDATA[<&>]]> &amp;</value></property>', { a: '<&> &' }],
    ['<property><name>a</name><value>1<!-- c -->2</value></property>', { a: '12' }],
    [
      '<configuration><property><name>in</name><value>1</value></property></configuration>',
      { in: '1' },
    ],
    ['<property xmlns="u"><name>a</name><value>1</value></property>', { a: '1' }],
    ['<property><name>a</name><value>1<b>2</b>3</value></property>', { a: '123' }],
    ['<!-- nothing -->', {}],
  ])('reads %s', (content, expected) => {
    expect(read(content)).toEqual(expected);
  });

  test.each([
    ['<conf/>', 'top-level element not <configuration>', 1],
    ['<configuration>\n<prop/></configuration>', 'element not <property>', 2],
    ['<configuration>', 'unclosed tag', 1],
    ['', 'document must contain a root element', 1],
    ['<configuration><property></configuration>', 'unexpected close tag', 1],
    ['<!DOCTYPE c [<!ENTITY x "y">]><configuration/>', 'DOCTYPE is not allowed', 1],
    ['<configuration>&nope;</configuration>', 'entity', 1],
  ])('refuses %s', (text, message, line) => {
    expect(() => readConfiguration(text, 'f.xml')).toThrow(
      expect.objectContaining({
        code: 'E0702',
        message: expect.stringContaining(message),
        position: expect.objectContaining({ file: 'f.xml', line }),
        mend: expect.any(String),
      }),
    );
  });

  test('has limits', () => {
    const deep = `<configuration>${'<property>'.repeat(20)}`;
    expect(() => readConfiguration(deep, 'f.xml')).toThrow('nested deeper than 16');
    const long = ' '.repeat(16_777_217);
    expect(() => readConfiguration(long, 'f.xml')).toThrow('longer than 16777216');
  });

  test('reports files of defaults as Oozie does', () => {
    expect(() => readConfiguration('<x/>', 'config-default.xml', 'E0803')).toThrow(
      expect.objectContaining({ code: 'E0803' }),
    );
  });
});

describe('a written configuration', () => {
  test('looks as Oozie shows it', () => {
    const properties = new Map([
      ['a', '1'],
      ['b', ' <&>"\' '],
      ['e', ''],
    ]);
    expect(writeConfiguration(properties)).toBe(
      [
        '<configuration>',
        '  <property>',
        '    <name>a</name>',
        '    <value>1</value>',
        '  </property>',
        '  <property>',
        '    <name>b</name>',
        '    <value>&lt;&amp;&gt;"\'</value>',
        '  </property>',
        '  <property>',
        '    <name>e</name>',
        '    <value />',
        '  </property>',
        '</configuration>',
      ].join('\r\n'),
    );
    expect(writeConfiguration(new Map())).toBe('<configuration />');
  });

  test('is read back', () => {
    const text = fc
      .string({ unit: fc.constantFrom(...'ab&<>"\'\n\r\t ]é😀${}') })
      .map((value) => value.trim())
      .filter((value) => value !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (entries) => {
        const properties = new Map(entries);
        expect(readConfiguration(writeConfiguration(properties), 'f')).toEqual(properties);
      }),
    );
  });
});
