/** What the published schemas accept we accept, what they refuse we refuse: libxml2 decides. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultDefinitionLimits } from '../../../orchestrator/definition/definition-limits.ts';
import {
  allSchemaVersions,
  isWorkflowSchema,
  type SchemaVersion,
} from '../../../orchestrator/definition/grammar/schema-registry.ts';
import { validateSchema } from '../../../orchestrator/definition/validate-schema.ts';
import { readXml } from '../../../orchestrator/definition/xml/read-xml.ts';
import { writeXml } from '../../../orchestrator/definition/xml/write-xml.ts';
import {
  DocumentGenerator,
  type Draft,
  seededRandom,
  toDraft,
  toElement,
} from './random-document.ts';
import { readExample } from './recorded-cases.ts';
import { documentSchemaOracle, type SchemaOracle, workflowSchemaOracle } from './schema-oracle.ts';

/** The documents on which we and the schemas disagree, with both opinions. */
function disagreements(documents: Iterable<Draft>, oracle: SchemaOracle): unknown[] {
  const found: unknown[] = [];
  for (const document of documents) {
    const xml = writeXml(toElement(document));
    const theirs = oracle(xml);
    const [ours] = validateSchema(xml, 'random.xml');
    if ((theirs === undefined) === (ours === undefined)) continue;
    found.push({ xml, theirs, ours: ours?.message });
  }
  return found.slice(0, 3);
}

function mutate(draft: Draft, generator: DocumentGenerator, counts: readonly number[]): Draft {
  for (let count = generator.pick(counts); count > 0; count--) generator.mutate(draft);
  return draft;
}

const published = allSchemaVersions().filter(({ namespace }) => namespace.startsWith('uri:oozie:'));

function of(document: string): SchemaVersion[] {
  return published.filter(
    ({ namespace }) =>
      namespace.startsWith(`uri:oozie:${document}:`) || namespace.startsWith('uri:oozie:sla:'),
  );
}

const families = [
  {
    document: 'workflow',
    schemas: published.filter(isWorkflowSchema),
    oracle: workflowSchemaOracle(),
  },
  {
    document: 'coordinator',
    schemas: of('coordinator'),
    oracle: documentSchemaOracle('coordinator'),
  },
  { document: 'bundle', schemas: of('bundle'), oracle: documentSchemaOracle('bundle') },
];

const exampleFiles = readdirSync(new URL('../../fixture/oozie/examples', import.meta.url), {
  recursive: true,
}).map(String);

describe.each(families)('the tables of a $document', ({ document, schemas, oracle }) => {
  it.each(schemas)('allow what the schema of $namespace allows', (schema) => {
    const generator = new DocumentGenerator(seededRandom(1), schemas);
    const drawn = [...schema.roots.values()].flatMap((root) =>
      Array.from({ length: 60 }, () => generator.draw(schema, root)),
    );
    expect(disagreements(drawn, oracle)).toEqual([]);
  });

  it.each(schemas)('refuse what the schema of $namespace refuses', (schema) => {
    const generator = new DocumentGenerator(seededRandom(2), schemas);
    const mutated = [...schema.roots.values()].flatMap((root) =>
      Array.from({ length: 80 }, () =>
        mutate(generator.draw(schema, root), generator, [1, 1, 2, 3]),
      ),
    );
    expect(disagreements(mutated, oracle)).toEqual([]);
  });

  const examples = exampleFiles.filter((path) => path.endsWith(`/${document}.xml`));

  it.each(examples)('agree on mutations of %s', (path) => {
    const { root } = readXml(readExample(path), path, defaultDefinitionLimits);
    const generator = new DocumentGenerator(seededRandom(path.length), schemas);
    const mutated = Array.from({ length: 120 }, () =>
      mutate(toDraft(root as NonNullable<typeof root>), generator, [1, 1, 1, 2]),
    );
    expect(disagreements(mutated, oracle)).toEqual([]);
  });
});
