import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Element } from '../../../../actions/contract/element.ts';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { defaultDefinitionLimits } from '../../../../orchestrator/definition/definition-limits.ts';
import {
  elementDoesInputOutput,
  evaluateAsText,
  evaluateElement,
} from '../../../../orchestrator/definition/el/evaluate-element.ts';
import { evaluateParts } from '../../../../orchestrator/definition/el/evaluate-parts.ts';
import { readXml } from '../../../../orchestrator/definition/xml/read-xml.ts';
import { workflowEvaluator } from './workflow-context.ts';

const configuration = {
  n: '5',
  amp: 'a&b',
  quote: 'say "hi"',
  less: 'a<b',
  xml: '<b>x</b>',
  lines: 'l1\nl2',
  padded: '  pad  ',
  return: 'a\rb',
  entity: 'a&amp;b',
  section: ']]>',
  data: '<![CDATA[x<y]]>',
};
const evaluator = workflowEvaluator({ configuration });

function read(xml: string): Element {
  const { root } = readXml(xml, 'test.xml', defaultDefinitionLimits);
  if (root === undefined) throw new Error(`not well-formed: ${xml}`);
  return root;
}

function switchOf(content: string): Element {
  return read(`<switch xmlns="uri:oozie:workflow:0.5"><case to="k">${content}</case></switch>`);
}

/** As a real Oozie recorded the `conf` of decisions. */
describe('the text of an evaluated decision', () => {
  test.each([
    ['  ${n eq "5"}  ', '<case to="k">true</case>'],
    ['<![CDATA[${n < 6}]]>', '<case to="k"><![CDATA[true]]></case>'],
    [' <![CDATA[ ${n > 3} ]]> ', '<case to="k"><![CDATA[true]]></case>'],
    ["<![CDATA[${amp eq 'a&amp;b' && n > 3}]]>", '<case to="k"><![CDATA[true]]></case>'],
    ['\n  ${n\n gt 3}\n  ', '<case to="k">true</case>'],
    ['${n gt<!-- c --> 3}', '<case to="k">true</case>'],
    ['${xml}', '<case to="k"><b>x</b></case>'],
    ["${wf:conf('zz')}", '<case to="k"></case>'],
    ['  ', '<case to="k" />'],
    ['C:\\temp \\${n} a\\\\b ${n}', '<case to="k">C:\\temp ${n} a\\\\b 5</case>'],
    ['<![CDATA[${section}]]>', '<case to="k"><![CDATA[]]&gt;]]></case>'],
  ])('of %j', (content, expected) => {
    const { text } = evaluateElement(switchOf(content), evaluator);
    expect(text).toBe(`<switch xmlns="uri:oozie:workflow:0.5">\r\n  ${expected}\r\n</switch>`);
  });

  test.each([
    '${n &gt; 3}',
    '${1 &lt; 2}',
    '${n <![CDATA[>]]> 3}',
    '${n && n}'.replaceAll('&', '&amp;'),
  ])('is an error for %j', (content) => {
    const written = content.replaceAll('${n && n}', '${n &amp;&amp; n}');
    expect(() => evaluateElement(switchOf(content), evaluator)).toThrow(
      `Failed to parse the expression [<switch xmlns="uri:oozie:workflow:0.5">\r\n  <case to="k">${written}`,
    );
  });
});

describe('an evaluated element', () => {
  test.each([
    ['${amp}', 'a&b'],
    ['${entity}', 'a&b'],
    ['${lines}', 'l1\nl2'],
    ['${padded}', 'pad'],
    ["${wf:conf('padded')}", '  pad  '],
    ["${wf:conf('return')}", 'a\nb'],
    ['<![CDATA[${amp}]]>', 'a&amp;b'],
    ["${wf:conf('data')}", 'x<y'],
  ])('has for the text %j %j', (content, expected) => {
    expect(evaluateElement(switchOf(content), evaluator).element.children[0]?.text).toBe(expected);
  });

  test.each([
    ['${amp}', 'a&b'],
    ['${lines}', 'l1 l2'],
    ['&#x9;${n}', '\t5'],
  ])('has for the attribute %j %j', (value, expected) => {
    const { element } = evaluateElement(read(`<mkdir path="${value}"/>`), evaluator);
    expect(element.attributes.get('path')).toBe(expected);
  });

  test('is itself without expressions', () => {
    const plain = read('<fs><mkdir path="/x"/></fs>');
    expect(evaluateElement(plain, evaluator).element).toBe(plain);
  });

  test('keeps its positions', () => {
    const element = read(
      '<fs>\n  <mkdir path="${n}"/>\n  <touchz path="${xml}"/></fs>'.replace('${xml}', '${n}'),
    );
    const evaluated = evaluateElement(element, evaluator).element;
    expect(evaluated.children.map(({ position }) => position.line)).toEqual([2, 3]);
  });

  test.each([
    ['<a>${wf:conf("amp")}</a>'],
    ['<a>${wf:conf("less")}</a>'],
    ['<a b="${quote}"/>'],
    ['<a b="${xml}"/>'],
  ])('is an error of its XML when a value spoils it: %s', (xml) => {
    expect(() => evaluateElement(read(xml), evaluator)).toThrow(
      // With what came of it, which Oozie shows as the action's configuration.
      expect.objectContaining({ code: 'XML_ERROR', text: expect.stringMatching(/^<a/) }),
    );
  });

  test.each([
    ['<a b="#{n}">${n}</a>', 'Failed to parse the expression [<a b="#{n}">${n}</a>]'],
    ['<a>${nope}<b/></a>', 'variable [nope] cannot be resolved'],
    ['<a><b>${nope}</b><b>${nope:f()}</b></a>', "Function 'nope:f' not found"],
  ])('of %s fails as a whole', (xml, message) => {
    expect(() => evaluateElement(read(xml), evaluator)).toThrow(message);
  });

  test('tells whether it reads files', () => {
    const doesInputOutput = (xml: string) => elementDoesInputOutput(read(xml), evaluator);
    expect(doesInputOutput("<a>${fs:exists('/x')}</a>")).toBe(true);
    expect(doesInputOutput("<a>fs:exists('/x') ${n}</a>")).toBe(false);
    expect(doesInputOutput('<a>${fs:exists(</a>')).toBe(false);
  });
});

describe('both ways to evaluate', () => {
  const piece = fc.constantFrom(
    ...['text', ' ', '\n', '\\', '$', '#', '{', '}', "'", '"', '&amp;', '&lt;', '&#xD;', '&#x9;'],
    ...Object.keys(configuration).map((name) => `\${${name}}`),
    ...Object.keys(configuration).map((name) => `\${wf:conf('${name}')}`),
    ...[
      '#{n}',
      '\\${n}',
      '${n + 1}',
      "${concat('a','b')}",
      '${nope}',
      '${',
      "${''.x()}",
      '${n.x()}',
    ],
    ...['<![CDATA[${n < 6}]]>', '<![CDATA[x & ${amp}]]>', '<!-- c -->', "${'", "'}", '${x:y()}'],
  );
  const content = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
  const attribute = content.map((text) =>
    text
      .replaceAll(/<!.*?>/g, '')
      .replaceAll('"', '&quot;')
      .replaceAll('<', '&lt;'),
  );
  const leaf = fc
    .tuple(attribute, content)
    .map(([value, text]) => `<leaf at="${value}">${text}</leaf>`);
  const element = fc
    .array(leaf, { maxLength: 3 })
    .map((leaves) => read(`<root xmlns="u">${leaves.join('')}</root>`));

  const outcome = <Result>(run: () => Result) => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      return `${error.code} ${error.message}`;
    }
  };

  test('give the same', () => {
    let byParts = 0;
    fc.assert(
      fc.property(element, (tree) => {
        const parts = outcome(() => evaluateParts(tree, evaluator));
        if (parts === undefined) return;
        byParts++;
        expect(parts).toEqual(outcome(() => evaluateAsText(tree, evaluator)));
      }),
      { numRuns: 2_000 },
    );
    expect(byParts).toBeGreaterThan(500);
  });

  test('agree that nothing is to be evaluated', () => {
    fc.assert(
      fc.property(element, (tree) => {
        const direct = outcome(() => evaluateElement(tree, evaluator));
        expect(direct).toEqual(outcome(() => evaluateAsText(tree, evaluator)));
      }),
      { numRuns: 1_000 },
    );
  });
});
