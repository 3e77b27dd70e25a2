/** What this server has written, its quick reader reads as the parser for all XML does. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Element } from '../../../../actions/contract/element.ts';
import { readConfiguration } from '../../../../orchestrator/config/read-configuration.ts';
import { writeConfiguration } from '../../../../orchestrator/config/write-configuration.ts';
import { readStoredConfiguration } from '../../../../orchestrator/coordinator/execution/read-stored-configuration.ts';
import { readStoredXml } from '../../../../orchestrator/coordinator/execution/read-stored-xml.ts';
import { defaultDefinitionLimits } from '../../../../orchestrator/definition/definition-limits.ts';
import { readXml } from '../../../../orchestrator/definition/xml/read-xml.ts';
import { writePrettyXml, writeXml } from '../../../../orchestrator/definition/xml/write-xml.ts';

/** All but positions. */
function plain({ position, attributePositions, children, ...rest }: Element): unknown {
  return { ...rest, children: children.map(plain) };
}

function readAny(xml: string): unknown {
  const { root } = readXml(xml, 'x.xml', defaultDefinitionLimits);
  return root && plain(root);
}

const { cases: recorded } = JSON.parse(
  readFileSync(new URL('../../../fixture/golden/coord_materialise.json', import.meta.url), 'utf8'),
) as { cases: { jobXml?: string; actionXml?: string[] }[] };

it('recorded jobs and actions', () => {
  const texts = recorded.flatMap(({ jobXml, actionXml = [] }) => [jobXml ?? '<x />', ...actionXml]);
  expect(texts.length).toBeGreaterThan(500);
  for (const text of texts) expect(plain(readStoredXml(text))).toEqual(readAny(text));
});

const name = fc.stringMatching(/^[a-z_][\w.-]{0,7}$/);
/** Any text that XML can hold, with what is escaped in it more often. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'<>&"\'\r\n\t ]'),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    fc.constantFrom('é', '𝄞', '${coord:x()}'),
  ),
});

const tree = fc.memo((depth): fc.Arbitrary<Element> => {
  const fields = {
    name,
    namespace: fc.constantFrom('', 'uri:a', 'uri:b&"'),
    prefix: fc.option(fc.constantFrom('p', 'q'), { nil: undefined }),
    attributes: fc.dictionary(name, text).map((values) => new Map(Object.entries(values))),
    children: depth > 1 ? fc.array(tree(), { maxLength: 3 }) : fc.constant([]),
    text,
    position: fc.constant({ file: '', line: 1, column: 1 }),
  };
  return fc.record(fields) as fc.Arbitrary<Element>;
});

const TREE_DEPTH_MAX = 4;

/** A prefix needs a namespace; what holds elements holds no text, and `xmlns` is no attribute. */
function tidy(element: Element): Element {
  const { prefix, children, text, attributes, ...rest } = element;
  return {
    ...rest,
    ...(prefix !== undefined && rest.namespace !== '' && { prefix }),
    attributes: new Map([...attributes].filter(([name]) => !name.startsWith('xml'))),
    children: children.map(tidy),
    text: children.length > 0 ? '' : text,
  };
}

it('anything that the writers write', () => {
  fc.assert(
    fc.property(tree(TREE_DEPTH_MAX), (element) => {
      for (const xml of [writeXml(tidy(element)), writePrettyXml(tidy(element))]) {
        expect(plain(readStoredXml(xml))).toEqual(readAny(xml));
      }
    }),
    { numRuns: 300 },
  );
});

it('CDATA, comments and declarations', () => {
  const xml = '<?xml version="1.0"?><a><!-- c --><b><![CDATA[${1 < 2}]]></b></a>';
  expect(plain(readStoredXml(xml))).toEqual(readAny(xml));
});

it.each(['', '<a>', '</a>', 'text', '<a></a', '<a b=c/>'])('refuses %j', (xml) => {
  expect(() => readStoredXml(xml)).toThrow('stored XML cannot be read');
});

it('configurations', () => {
  fc.assert(
    fc.property(fc.dictionary(name, text), (values) => {
      const written = writeConfiguration(new Map(Object.entries(values)));
      expect(readStoredConfiguration(written)).toEqual(readConfiguration(written, 'x'));
    }),
  );
});
