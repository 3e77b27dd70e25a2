/** XML → YAML → tree equals XML → tree, for coordinators and bundles. */
import { describe, expect, it } from 'vitest';
import type { Element } from '../../../../actions/contract/element.ts';
import { defaultDefinitionLimits } from '../../../../orchestrator/definition/definition-limits.ts';
import { allSchemaVersions } from '../../../../orchestrator/definition/grammar/schema-registry.ts';
import { readXml } from '../../../../orchestrator/definition/xml/read-xml.ts';
import { validateDocument } from '../../../../orchestrator/definition/xml/validate-document.ts';
import { writeXml } from '../../../../orchestrator/definition/xml/write-xml.ts';
import {
  readYamlBundle,
  readYamlCoordinator,
} from '../../../../orchestrator/definition/yaml/read-yaml-coordinator.ts';
import {
  writeYamlBundle,
  writeYamlCoordinator,
} from '../../../../orchestrator/definition/yaml/write-yaml-coordinator.ts';
import { DocumentGenerator, seededRandom, toElement } from '../../definition/random-document.ts';
import { recordedCoordinators } from '../../definition/recorded-cases.ts';

const limits = { ...defaultDefinitionLimits, sizeBytesMax: 1_000_000 };

/** What both syntaxes must agree on: positions, prefixes and markup belong to one of them. */
function comparable({ name, namespace, attributes, children, text }: Element): unknown {
  return {
    name,
    namespace,
    attributes: Object.fromEntries(attributes),
    children: children.map(comparable),
    text: text.trim(),
  };
}

function expectSameTree(root: Element): void {
  const isBundle = root.name === 'bundle-app';
  const yaml = isBundle ? writeYamlBundle(root) : writeYamlCoordinator(root, 'processing');
  const again = isBundle
    ? readYamlBundle(yaml, 'bundle.yaml', limits)
    : readYamlCoordinator(yaml, 'coordinator.yaml', limits);
  expect(again.problems, yaml).toEqual([]);
  expect(comparable(again.root as Element), yaml).toEqual(comparable(root));
}

const roots = new Set(['coordinator-app', 'bundle-app']);

const valid = recordedCoordinators().flatMap(({ id, xml }) => {
  const document = readXml(xml, `${id}.xml`, limits);
  const { root } = document;
  if (root === undefined || !roots.has(root.name)) return [];
  return validateDocument(document).length > 0 ? [] : [{ id, root }];
});

describe('a coordinator or bundle written as YAML', () => {
  it.each(valid)('keeps the tree of $id', ({ root }) => expectSameTree(root));

  const schemas = allSchemaVersions();
  const apps = schemas.flatMap((schema) =>
    [...schema.roots.values()]
      .filter(({ name }) => roots.has(name))
      .map((app) => ({ namespace: schema.namespace, schema, app })),
  );

  it.each(apps)('keeps random trees of $namespace', ({ schema, app }) => {
    const generator = new DocumentGenerator(seededRandom(11), schemas);
    for (let count = 0; count < 60; count++) {
      const xml = writeXml(toElement(generator.draw(schema, app)));
      const document = readXml(xml, 'random.xml', limits);
      expect(validateDocument(document)).toEqual([]);
      expectSameTree(document.root as Element);
    }
  });

  it('reads a cron expression by the wall clock, unless it says that it is Oozie’s', () => {
    const yaml = [
      'coordinator: c',
      "frequency: '0 9 * * *'",
      'start: 2026-01-01T00:00Z',
      'end: 2027-01-01T00:00Z',
      'timezone: Europe/Berlin',
      'action: {workflow: {app-path: /apps/w}}',
    ].join('\n');
    const clock = (text: string) => readYamlCoordinator(text, 'c.yaml', limits).cronClock;
    expect(clock(yaml)).toBe('local');
    expect(clock(`${yaml}\ncron-clock: oozie`)).toBe('processing');
    const { root } = readYamlCoordinator(yaml, 'c.yaml', limits);
    expect(writeYamlCoordinator(root as Element, 'processing')).toContain('cron-clock: oozie');
    expect(writeYamlCoordinator(root as Element, 'local')).not.toContain('cron-clock');
  });
});
