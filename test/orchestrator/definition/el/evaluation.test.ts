/** What a real Oozie was seen to answer beyond the recordings, found by comparing at random. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatDouble,
  parseDouble,
  parseLong,
} from '../../../../orchestrator/definition/el/evaluation/java-double.ts';
import { Evaluator } from '../../../../orchestrator/definition/el/evaluator.ts';
import { elFunction } from '../../../../orchestrator/definition/el/functions/el-function.ts';
import { Phase } from '../../../../orchestrator/definition/el/phase.ts';
import { workflowVariables } from '../../../../orchestrator/definition/el/workflow-variables.ts';
import { workflowEvaluator } from './workflow-context.ts';

const evaluator = workflowEvaluator({
  configuration: { a: 'A', n: '42', padded: ' 42 ', plus: '+5', big: '9223372036854775808' },
  nodes: { ok: { data: new Map([['k', 'v']]) } },
});

describe('results', () => {
  test.each([
    ['${9223372036854775807 * 2}', '-2'],
    ['${9007199254740993 / 1}', '9.007199254740992E15'],
    ['${padded + 1}', '43'],
    ['${plus + 1}', '6'],
    ["${'1d' + 1.0}", '2.0'],
    ['${5 % 0.0}', 'NaN'],
    ['${-7 % 3}', '-1'],
    ['${4.9e-324}', '4.9E-324'],
    ['${0.0 == -0.0}', 'false'],
    ['${0.0/0 > 1}', 'true'],
    ['${null < nope}', 'false'],
    ['${null <= null}', 'true'],
    ["${true == 'TRUE'}", 'true'],
    ["${[1] == '[1]'}", 'true'],
    ['${[1,2] == [1,2.0]}', 'false'],
    ["${[1,2]['1']}${[1,2][5]}", '2'],
    ["${{'k':null}}", '{k=null}'],
    ["${{'a':1}.b.c}", ''],
    ['${(x->y->x+y)(1)(2)}', '3'],
    ['${((x,y)->x+y)(2,3)}', '5'],
    ['${(f->f(2))(x->x+1)}', '3'],
    ["${a == 'A' and ''.isEmpty()}", 'false'],
    ["${{'a':1}.a = 2}", '2'],
    ["${wf:actionData('ok').nope.x}", ''],
    ['${1<2==true}', 'true'],
    ['${1 + 1 += 1 + 1}', '22'],
  ])('%s gives %s', (text, expected) => {
    expect(evaluator.evaluate(text)).toBe(expected);
  });

  test.each([
    ['${big + 1}', 'For input string: "9223372036854775808"'],
    ['${9223372036854775808}', 'For input string: "9223372036854775808"'],
    ["${' 42 ' + 1}", 'For input string: " 42 "'],
    ["${-''}", 'For input string: ""'],
    ['${1 == true}', 'Cannot convert true of type class java.lang.Boolean to class java.lang.Long'],
    ['${!1000}', 'Cannot convert 1,000 of type class java.lang.Long to class java.lang.Boolean'],
    [
      '${1e2 ? 1 : 2}',
      'Cannot convert 100 of type class java.lang.Double to class java.lang.Boolean',
    ],
    [
      "${''.isEmpty() and a == 'A'}",
      "ELResolver did not handle type: null with property of 'isEmpty'",
    ],
    ["${wf:conf('nope').x}", "ELResolver did not handle type: null with property of 'null'"],
    ['${a(1)}', "Function ':a' not found"],
    ['${wf:id()()}', 'There are multiple sets of parameters specified for function [wf:id]'],
    [
      '${((x,y)->x)(1)}',
      'Only [1] arguments were provided for a lambda expression that requires at least [2]',
    ],
    ['${a = 1}', 'Legacy VariableResolver wrapped, not writable'],
    ['${1 = 1}', 'Illegal Syntax for Set Operation'],
    ['${a.b = 1}', "Property 'b' not found on type java.lang.String"],
  ])('%s fails', (text, message) => {
    expect(() => evaluator.evaluate(text)).toThrow(
      expect.objectContaining({ code: 'EL_ERROR', message }),
    );
  });
});

/** Values that a real Oozie was given as properties, and what `${x}` was. */
describe('variables', () => {
  test.each([
    ['a&b', 'a&amp;b'],
    ['a&amp;b', 'a&amp;b'],
    ['a&amp;b & c', 'a&amp;amp;b &amp; c'],
    ['text <b>x</b> more', 'text <b>x</b> more'],
    ['<a/><b/>', '<a/><b/>'],
    ['&foo;', '&amp;foo;'],
    ['&#65;', '&#65;'],
    ['<!-- c -->', '<!-- c -->'],
    ['<?xml version="1.0"?><a/>', '&lt;?xml version=&quot;1.0&quot;?&gt;&lt;a/&gt;'],
    ['<![CDATA[x]]>', '<![CDATA[x]]>'],
    ['say "hi"', 'say "hi"'],
    ['"a" & b', '&quot;a&quot; &amp; b'],
    ['x > y', 'x > y'],
    [']]>', ']]&gt;'],
    ['<x a:b="1"/>', '&lt;x a:b=&quot;1&quot;/&gt;'],
    ['<!DOCTYPE a><a/>', '&lt;!DOCTYPE a&gt;&lt;a/&gt;'],
    ['</value><value>', '&lt;/value&gt;&lt;value&gt;'],
    ['  x  ', 'x'],
  ])('%j becomes %j', (value, expected) => {
    expect(workflowVariables(new Map([['x', value]])).get('x')).toBe(expected);
  });

  test('have names of letters, digits and underscores', () => {
    const names = ['a', '_b', 'c1', 'a.b', 'a-b', '1a', 'é', '$d'];
    const variables = workflowVariables(new Map(names.map((name) => [name, 'x'])));
    expect([...variables.keys()]).toEqual(['a', '_b', 'c1']);
  });
});

describe('doubles', () => {
  test('are read back as they were', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseDouble(formatDouble(value))).toBe(value);
      }),
    );
  });

  test.each([
    ['0x1p3', 8],
    ['0x.8p1', 1],
    ['-0xA.8P0D', -10.5],
    ['  1.5f ', 1.5],
    ['1e', undefined],
    ['', undefined],
    ['0x10', undefined],
    ['infinity', undefined],
  ])('%j is %j', (text, expected) => expect(parseDouble(text)).toBe(expected));

  test('and longs', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(parseLong(String(value))).toBe(value);
        expect(parseLong(`${value < 0 ? '-' : '+'}000${String(value).replace('-', '')}`)).toBe(
          value,
        );
      }),
    );
    expect(parseLong(`1${'0'.repeat(1_000_000)}`)).toBeUndefined();
  });
});

describe('a phase', () => {
  test('keeps compiled texts within bounds', () => {
    const phase = new Phase({ name: 'test' });
    const first = phase.template('${1}');
    expect(phase.template('${1}')).toBe(first);
    for (let count = 0; count < 5_000; count++) phase.template(`\${1 + ${count}}`);
    expect(phase.template('${1}')).not.toBe(first);
    const long = phase.template(`\${2}${'x'.repeat(4_000_000)}`);
    expect(phase.template(long.text)).toBe(long);
    for (const letter of 'abc') phase.template(`\${2}${letter.repeat(4_000_000)}`);
    expect(phase.template(long.text)).not.toBe(long);
  });

  test('has functions and constants of its own', () => {
    const times = elFunction(['integer'], ({ factor }: { factor: number }, value) =>
      BigInt(value * factor),
    );
    const phase = new Phase<{ factor: number }>({
      name: 'test',
      functions: { 'test:times': times },
      constants: { LIMIT: 7n },
    });
    expect(phase.functions.get('test:times')).toBe(times);
    const template = phase.template('${test:times(LIMIT)}');
    expect(template.doesInputOutput).toBe(false);
    expect(new Evaluator(phase, { factor: 3 }, new Map()).evaluate(template.text)).toBe('21');
    const hidden = new Map([['LIMIT', '2']]);
    expect(new Evaluator(phase, { factor: 3 }, hidden).evaluate(template.text)).toBe('6');
  });
});
