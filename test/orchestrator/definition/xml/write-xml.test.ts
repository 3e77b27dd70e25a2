import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Element } from '../../../../actions/contract/element.ts';
import { defaultDefinitionLimits } from '../../../../orchestrator/definition/definition-limits.ts';
import { readXml } from '../../../../orchestrator/definition/xml/read-xml.ts';
import { writePrettyXml, writeXml } from '../../../../orchestrator/definition/xml/write-xml.ts';
import { comparableElement } from '../comparable-graph.ts';

function read(text: string): Element {
  const { root } = readXml(text, 'a.xml', defaultDefinitionLimits);
  if (root === undefined) throw new Error(`not well-formed: ${text}`);
  return root;
}

const position = { file: 'a.xml', line: 1, column: 1 };
const names = fc.constantFrom('a', 'b', 'c-d', 'e.f');
const namespaces = fc.constantFrom('', 'urn:a', 'urn:b');
/** Texts that XML can hold: no control characters, no lone surrogates. */
const texts = fc
  .string({ unit: 'grapheme' })
  .map((text) => text.replace(/[\0-\x08\v\f\x0E-\x1F\uFFFE\uFFFF]/g, ''));
const attributes = fc.dictionary(names, texts).map((entries) => new Map(Object.entries(entries)));

const leaf: fc.Arbitrary<Element> = fc.record({
  name: names,
  namespace: namespaces,
  attributes,
  children: fc.constant([]),
  text: texts,
  position: fc.constant(position),
});

const tree: fc.Arbitrary<Element> = fc.record({
  name: names,
  namespace: namespaces,
  attributes,
  children: fc.array(leaf, { minLength: 1 }),
  text: fc.constant(''),
  position: fc.constant(position),
});

describe('compact XML', () => {
  it('is read as the same tree, whatever texts and attributes hold', () => {
    fc.assert(
      fc.property(fc.oneof(leaf, tree), (element) => {
        expect(comparableElement(read(writeXml(element)))).toEqual(comparableElement(element));
      }),
    );
  });
});

it('keeps CDATA sections', () => {
  const text = '<a>x &amp; <![CDATA[${1 < 2}]]> &lt;</a>';
  expect(read(text).text).toBe('x & ${1 < 2} <');
  expect(writeXml(read(text))).toBe(text);
});

describe('pretty XML', () => {
  /** Every `conf` of an action in the recorded answers of a real server. */
  function recordedConfs(): string[] {
    const file = new URL('../../../fixture/golden/live_workflow.json', import.meta.url);
    const steps: { answer: { body?: unknown } }[] = JSON.parse(readFileSync(file, 'utf8'));
    const confs = new Set<string>();
    for (const { answer } of steps) {
      if (typeof answer?.body !== 'string' || !answer.body.includes('"conf"')) continue;
      let parsed: { actions?: { conf?: string | null }[] };
      try {
        parsed = JSON.parse(answer.body);
      } catch {
        continue;
      }
      for (const { conf } of parsed.actions ?? []) if (conf) confs.add(conf);
    }
    // A kill node's conf is its message; a case that was evaluated to nothing was never an element.
    return [...confs].filter((conf) => /^<[a-z]/.test(conf) && !conf.includes('></case>'));
  }

  const confs = recordedConfs();

  it('has recorded examples', () => {
    expect(confs.length).toBeGreaterThan(50);
  });

  it.each(confs)('is laid out as Oozie lays it out: %s', (conf) => {
    expect(writePrettyXml(read(conf))).toBe(conf);
  });
});
