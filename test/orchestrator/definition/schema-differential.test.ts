/** What the published schemas accept we accept, what they refuse we refuse: libxml2 decides. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultDefinitionLimits } from '../../../orchestrator/definition/definition-limits.ts';
import { allSchemaVersions } from '../../../orchestrator/definition/grammar/schema-registry.ts';
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
import { workflowSchemaOracle } from './schema-oracle.ts';

const oracle = workflowSchemaOracle();
const schemas = allSchemaVersions().filter(({ namespace }) => namespace.startsWith('uri:oozie:'));
const workflows = schemas.filter(({ roots }) => roots.has('workflow-app'));

/** The documents on which we and the schemas disagree, with both opinions. */
function disagreements(documents: Iterable<Draft>): unknown[] {
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

describe('the grammar tables', () => {
  it.each(schemas)('allow what the schema of $namespace allows', (schema) => {
    const generator = new DocumentGenerator(seededRandom(1), schemas);
    const count = schema.roots.has('workflow-app') ? 60 : 30;
    const drawn = [...schema.roots.values()].flatMap((root) =>
      Array.from({ length: count }, () => generator.draw(schema, root)),
    );
    expect(disagreements(drawn)).toEqual([]);
  });

  it.each(schemas)('refuse what the schema of $namespace refuses', (schema) => {
    const generator = new DocumentGenerator(seededRandom(2), schemas);
    const mutated = [...schema.roots.values()].flatMap((root) =>
      Array.from({ length: 60 }, () => {
        const draft = generator.draw(schema, root);
        for (let count = generator.pick([1, 1, 2, 3]); count > 0; count--) generator.mutate(draft);
        return draft;
      }),
    );
    expect(disagreements(mutated)).toEqual([]);
  });
});

describe('mutations of the example apps', () => {
  const examples = readdirSync(new URL('../../fixture/oozie/examples', import.meta.url))
    .flatMap((app) => [`${app}/workflow.xml`])
    .filter((path) => path !== 'bundle/workflow.xml');

  it.each(examples)('%s', (path) => {
    const { root } = readXml(readExample(path), path, defaultDefinitionLimits);
    expect(root).toBeDefined();
    const generator = new DocumentGenerator(seededRandom(path.length), [...schemas, ...workflows]);
    const mutated = Array.from({ length: 120 }, () => {
      const draft = toDraft(root as NonNullable<typeof root>);
      for (let count = generator.pick([1, 1, 1, 2]); count > 0; count--) generator.mutate(draft);
      return draft;
    });
    expect(disagreements(mutated)).toEqual([]);
  });
});
