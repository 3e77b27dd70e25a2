import { expect, it } from 'vitest';
import { expressionMarkup } from '../../../../orchestrator/definition/yaml/expression-markup.ts';

it.each([
  ['no expression', 'a < b'],
  ['an expression that XML can hold', '${a lt b} < c'],
  ['an unclosed expression', '${a < b'],
  ['an expression that ends a CDATA section', "${a < ']]>'}"],
])('leaves %s alone', (_, text) => {
  expect(expressionMarkup(text)).toBeUndefined();
});

it.each([
  ['${a < b}', '<![CDATA[${a < b}]]>'],
  ['x & ${a && b} > ${c}', 'x &amp; <![CDATA[${a && b}]]> &gt; ${c}'],
  ["${a < '}'} }", "<![CDATA[${a < '}'}]]> }"],
  ['${a < "\\"}"}', '<![CDATA[${a < "\\"}"}]]>'],
])('protects the expressions in %s', (text, markup) => {
  expect(expressionMarkup(text)).toBe(markup);
});
