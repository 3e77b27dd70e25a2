/** The published XML Schemas: fresh, and of one mind with Oozie's own. libxml2 judges both. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { describe, expect, it } from 'vitest';
import { defaultDefinitionLimits } from '../../orchestrator/definition/definition-limits.ts';
import {
  allSchemaVersions,
  isWorkflowSchema,
} from '../../orchestrator/definition/grammar/schema-registry.ts';
import { xmlSchemaFiles } from '../../orchestrator/definition/grammar/write-xml-schema.ts';
import { readXml } from '../../orchestrator/definition/xml/read-xml.ts';
import { writeXml } from '../../orchestrator/definition/xml/write-xml.ts';
import {
  DocumentGenerator,
  seededRandom,
  toDraft,
  toElement,
} from '../orchestrator/definition/random-document.ts';
import { readExample } from '../orchestrator/definition/recorded-cases.ts';
import {
  documentSchemaOracle,
  refusal,
  workflowSchemaOracle,
} from '../orchestrator/definition/schema-oracle.ts';

const directory = fileURLToPath(new URL('../../schemas/xsd/', import.meta.url));

it('are the ones that the grammar tables give (npm run generate writes them)', () => {
  const published = readdirSync(directory).map(
    (file) => [file, readFileSync(directory + file, 'utf8')] as const,
  );
  expect(Object.fromEntries(published)).toEqual(
    Object.fromEntries(xmlSchemaFiles(allSchemaVersions())),
  );
});

xmlRegisterFsInputProviders();
const ours = XsdValidator.fromDoc(
  XmlDocument.fromString(readFileSync(`${directory}all.xsd`, 'utf8'), {
    url: `${directory}all.xsd`,
  }),
);

const families = [
  { document: 'workflow', oracle: workflowSchemaOracle() },
  { document: 'coordinator', oracle: documentSchemaOracle('coordinator') },
  { document: 'bundle', oracle: documentSchemaOracle('bundle') },
];

const exampleFiles = readdirSync(new URL('../fixture/oozie/examples', import.meta.url), {
  recursive: true,
}).map(String);

/** Mutations may bring in elements of the workflow's schemas, and of their own only. */
const schemas = allSchemaVersions().filter(({ namespace }) => namespace.startsWith('uri:oozie:'));

describe.each(families)('the schemas of a $document', ({ document, oracle }) => {
  const own = schemas.filter((schema) =>
    document === 'workflow'
      ? isWorkflowSchema(schema)
      : /:(coordinator|bundle|sla):/.test(schema.namespace),
  );
  const examples = exampleFiles.filter((path) => path.endsWith(`/${document}.xml`));

  it.each(examples)('say of %s and of its mutations what Oozie says', (path) => {
    const text = readExample(path);
    expect([refusal(ours, text), oracle(text)]).toEqual([undefined, undefined]);

    const { root } = readXml(text, path, defaultDefinitionLimits);
    const generator = new DocumentGenerator(seededRandom(path.length), own);
    const verdicts = Array.from({ length: 120 }, () => {
      const draft = toDraft(root as NonNullable<typeof root>);
      for (let count = generator.pick([1, 1, 1, 2]); count > 0; count--) generator.mutate(draft);
      const xml = writeXml(toElement(draft));
      return { xml, theirs: oracle(xml), ours: refusal(ours, xml) };
    });
    const differing = verdicts.filter(
      (one) => (one.theirs === undefined) !== (one.ours === undefined),
    );
    expect(differing.slice(0, 2)).toEqual([]);
    // Without refusals there would be nothing to agree on.
    expect(verdicts.some((one) => one.theirs !== undefined)).toBe(true);
  });
});
