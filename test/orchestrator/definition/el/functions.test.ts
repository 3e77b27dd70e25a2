import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileSystemRegistry } from '../../../../base/file-system/file-system-registry.ts';
import { Evaluator } from '../../../../orchestrator/definition/el/evaluator.ts';
import { workflowPhase } from '../../../../orchestrator/definition/el/workflow-phases.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { workflowContext, workflowEvaluator } from './workflow-context.ts';

const configuration = {
  point: '\\.',
  backslash: '\\\\',
  digits: '(\\d+)-(\\d+)',
  upper: '\\p{Upper}',
  quoted: '\\Q+\\E',
  space: '\\s',
  boundary: '\\b',
  slow: '(a+)+$',
  text: `${'a'.repeat(40)}!`,
  hex: '\\x{41}|\\u0042|\\103',
  octal: '\\0103',
  line: '(?m)^x$',
  lines: 'x\nx',
  dot: '(?s)a.b',
  over: 'a\nb',
  atom: '(?>a)',
  possessive: 'a*+',
  empty: '',
};
const evaluator = workflowEvaluator({ configuration });

/** As a real Oozie gave them, but for the last ones of each group. */
describe('replaceAll', () => {
  test.each([
    ["'a1b22','[0-9]+','<$0>'", 'a<1>b<22>'],
    ["'abc','(b)','$12'", 'ab2c'],
    ["'abc','(?<x>b)','[${x}]'", 'a[b]c'],
    ["'aBc','(?i)b','x'", 'axc'],
    ["'a.b',wf:conf('point'),'-'", 'a-b'],
    ["'a\\\\b',wf:conf('backslash'),'/'", 'a/b'],
    ["'1-2',wf:conf('digits'),'$2-$1'", '2-1'],
    ["'abc','[a-c&&[^b]]','x'", 'xbx'],
    ["'aaa','a{2}','b'", 'ba'],
    ["'a+b',wf:conf('quoted'),'-'", 'a-b'],
    ["'x','x','\\\\\\\\'", '\\'],
    ["'AbC',wf:conf('upper'),'*'", '*b*'],
    ["'a]b','[]]','*'", 'a*b'],
    ["'a}b','}','*'", 'a*b'],
    ["'a b',wf:conf('boundary'),'|'", '|a| |b|'],
    ["'abc','a|','x'", 'xxbxcx'],
    ["'abc',null,'x'", 'xaxbxcx'],
    ["'a-b_c','[-_]',' '", 'a b c'],
    ["'a(b)','[()]',''", 'ab'],
    ["'ab','[a&&b]','x'", 'ab'],
    ["wf:conf('lines'),wf:conf('line'),'y'", 'y\ny'],
    ["wf:conf('over'),wf:conf('dot'),'y'", 'y'],
    ["'C',wf:conf('octal'),'y'", 'y'],
    ["'ab','(?<n>a)(b)','$2$1'", 'ba'],
  ])('(%s) gives %j', (values, expected) => {
    expect(evaluator.evaluate(`\${replaceAll(${values})}`)).toBe(expected);
  });

  test.each([
    ["'x','x','\\\\'", 'character to be escaped is missing'],
    ["'abc','b','$2'", 'No group 2'],
    ["'abc','b','$'", 'Illegal group reference'],
    ["'abc','b','${n}'", 'No group with name {n}'],
    ["'a{b','{','*'", 'Illegal repetition'],
    ["'abc','[','x'", 'Unclosed character class'],
    ["'abc','*','x'", 'Nothing to repeat'],
    ["'a',wf:conf('atom'),'x'", 'a group that begins with (?> is not supported'],
    ["'a',wf:conf('possessive'),'x'", 'possessive quantifiers are not supported'],
    ["wf:conf('text'),wf:conf('slow'),'x'", 'took longer than 500 ms'],
  ])('(%s) fails: %s', (values, message) => {
    expect(() => evaluator.evaluate(`\${replaceAll(${values})}`)).toThrow(
      expect.objectContaining({ code: 'EL_ERROR', message: expect.stringContaining(message) }),
    );
  });

  test('cannot fill the memory', () => {
    const big = workflowEvaluator({ configuration: { x: 'x'.repeat(8_000) } });
    expect(() => big.evaluate("${replaceAll(x, '', x)}")).toThrow('longer than');
    expect(() => big.evaluate("${appendAll(x, x, '')}")).toThrow('longer than');
  });

  test('replaces texts literally when they are quoted', () => {
    const word = fc.string({ unit: fc.constantFrom(...'ab.*+?()[]{}|^$&!~`@#%,;:<=>/-\\ é') });
    fc.assert(
      fc.property(word, word, (text, part) => {
        fc.pre(part !== '' && !part.includes('\\'));
        const properties = { text, quoted: `\\Q${part}\\E`, classes: escapeEach(part) };
        const { evaluate } = bound(properties);
        const expected = text.replaceAll(part, '_');
        expect(evaluate("${replaceAll(wf:conf('text'), wf:conf('quoted'), '_')}")).toBe(expected);
        expect(evaluate("${replaceAll(wf:conf('text'), wf:conf('classes'), '_')}")).toBe(expected);
      }),
    );
  });

  function escapeEach(part: string): string {
    return [...part]
      .map((character) => (/[a-zé]/.test(character) ? character : `[\\${character}]`))
      .join('');
  }

  function bound(properties: Record<string, string>) {
    const own = workflowEvaluator({ configuration: properties });
    return { evaluate: (text: string) => own.evaluate(text) };
  }
});

describe('appendAll', () => {
  test.each([
    ["'a.b','X','.'", ''],
    ["'a|b','X','|'", 'aX||X|bX'],
    ["',a,b','X',','", 'X,aX,bX'],
    ["',,','X',','", ''],
    ["'abc','X',''", 'XaXbXcX'],
    ["'a1b2','X','[0-9]'", 'aX[0-9]bX'],
    ["'a,b','X',null", 'XaX,XbX'],
    ["'a,b','$1',','", 'a$1,b$1'],
    ["'','X',''", 'X'],
  ])('(%s) gives %j', (values, expected) => {
    expect(evaluator.evaluate(`\${appendAll(${values})}`)).toBe(expected);
  });
});

describe('other functions', () => {
  test.each([
    [
      "${toJsonStr({'a':1.5,'b':{'c':[true,null]},'e':1/0})}",
      '{&quot;a&quot;:1.5,&quot;b&quot;:{&quot;c&quot;:[true,null]},&quot;e&quot;:null}',
    ],
    ['${toJsonStr(null)}', 'null'],
    ["${urlEncode('日本 ~!()')}", '%E6%97%A5%E6%9C%AC+%7E%21%28%29'],
    ['${timestamp()}', '2026-11-21T02:39Z'],
    [
      "${wf:callback('$s')}",
      'http://localhost:11999/oozie/callback?id=0000001-260101000000000-oozie-root-W@cur&status=$s',
    ],
    ["${wf:transition('d')}", 'next'],
    ["${empty wf:transition('e')}", 'true'],
    ["${wf:actionData('d')['k']}", 'v'],
    ["${hadoop:conf('h:1','p')}", 'P'],
  ])('%s gives %s', (text, expected) => {
    const facts = { nodes: { d: { transition: 'next', data: new Map([['k', 'v']]) } } };
    const context = {
      ...workflowContext(facts),
      hadoopProperty: (hostPort: string, name: string) =>
        hostPort === 'h:1' && name === 'p' ? 'P' : undefined,
    };
    expect(new Evaluator(workflowPhase, context, new Map()).evaluate(text)).toBe(expected);
  });
});

describe('fs functions', () => {
  const directory = temporaryDirectory();
  const files = workflowEvaluator({
    configuration: { directory },
    fileSystems: new FileSystemRegistry({ nameNodeMap: `hdfs://nn=${directory}` }),
  });

  test.each([
    ['${fs:exists(directory)}', 'true'],
    ["${fs:exists('hdfs://nn/')}", 'true'],
    ["${fs:exists('hdfs://nn/nope')}", 'false'],
    ["${fs:exists('relative')}", 'false'],
    ["${fs:exists(' ')}", 'false'],
    ["${fs:isDir('relative')}", 'false'],
    ["${fs:fileSize('relative')}", '-1'],
    ["${fs:dirSize('relative')}", '-1'],
    ["${fs:blockSize('relative')}", '-1'],
    ['${fs:dirSize(directory)}', '0'],
    ['${hcat:exists(directory)}', 'true'],
  ])('%s gives %s', (text, expected) => {
    expect(files.evaluate(text)).toBe(expected);
  });

  test.each([
    ["${fs:exists('s3://bucket/x')}", 'No FileSystem for scheme "s3"'],
    ['${fs:fileSize(null)}', 'Can not create a Path from an empty string'],
    ["${hcat:exists('hcat://h/d/t')}", 'No FileSystem for scheme "hcat"'],
  ])('%s fails', (text, message) => {
    expect(() => files.evaluate(text)).toThrow(message);
  });

  test('are known to read files', () => {
    const reads = (text: string) => files.template(text).doesInputOutput;
    expect(reads("${wf:conf('x') == 'fs:exists' ? 1 : 2}")).toBe(false);
    expect(reads("a ${true or fs:exists('x')}")).toBe(true);
    expect(reads("${[1, {'k': (x->fs:isDir(x))('a')}]}")).toBe(true);
  });
});
