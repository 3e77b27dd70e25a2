/** The published JSON Schemas of YAML coordinators and bundles: fresh, and as the reader is. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Element } from '../../actions/contract/element.ts';
import { defaultDefinitionLimits } from '../../orchestrator/definition/definition-limits.ts';
import { readXml } from '../../orchestrator/definition/xml/read-xml.ts';
import { validateDocument } from '../../orchestrator/definition/xml/validate-document.ts';
import {
  bundleJsonSchema,
  coordinatorJsonSchema,
} from '../../orchestrator/definition/yaml/coordinator-json-schema.ts';
import { readYamlCoordinator } from '../../orchestrator/definition/yaml/read-yaml-coordinator.ts';
import {
  writeYamlBundle,
  writeYamlCoordinator,
} from '../../orchestrator/definition/yaml/write-yaml-coordinator.ts';
import { renderJsonDocument } from '../../scripts/json-document.ts';
import { recordedCoordinators } from '../orchestrator/definition/recorded-cases.ts';

function published(name: string): string {
  return readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8');
}

const ajv = new Ajv2020({ allowUnionTypes: true });
const isCoordinator = ajv.compile(JSON.parse(published('coordinator')));
const isBundle = ajv.compile(JSON.parse(published('bundle')));

const roots = recordedCoordinators().flatMap(({ id, xml }) => {
  const document = readXml(xml, id, defaultDefinitionLimits);
  const { root } = document;
  return root === undefined || validateDocument(document).length > 0 ? [] : [{ id, root }];
});
const coordinators = roots.filter(({ root }) => root.name === 'coordinator-app');
const bundles = roots.filter(({ root }) => root.name === 'bundle-app');

describe('the published schemas', () => {
  it('are those of the tables', () => {
    expect(published('coordinator')).toBe(renderJsonDocument(coordinatorJsonSchema()));
    expect(published('bundle')).toBe(renderJsonDocument(bundleJsonSchema()));
  });

  it.each(coordinators)('accept $id', ({ root }) => {
    const value: unknown = parse(writeYamlCoordinator(root, 'processing'));
    expect(isCoordinator(value), JSON.stringify(isCoordinator.errors)).toBe(true);
  });

  it.each(bundles)('accept the bundle $id', ({ root }) => {
    expect(isBundle(parse(writeYamlBundle(root)))).toBe(true);
  });
});

const lines = {
  coordinator: 'daily',
  frequency: '${coord:days(1)}',
  start: '2026-01-01T00:00Z',
  end: '2027-01-01T00:00Z',
  timezone: 'UTC',
  action: '{workflow: {app-path: /apps/daily}}',
};

function yaml(changes: Readonly<Record<string, string | undefined>>): string {
  const entries = Object.entries({ ...lines, ...changes });
  const written = entries.filter(([, value]) => value !== undefined);
  return written.map(([key, value]) => `${key}: ${value}`).join('\n');
}

describe('the schema and the reader', () => {
  it.each<[string, Readonly<Record<string, string | undefined>>, boolean]>([
    ['a whole definition', {}, true],
    ['a clock', { 'cron-clock': 'oozie' }, true],
    ['another clock', { 'cron-clock': 'utc' }, false],
    ['no frequency', { frequency: undefined }, false],
    ['no name', { coordinator: undefined }, false],
    ['no action', { action: undefined }, false],
    ['an unknown key', { frequencies: '1' }, false],
    ['an unknown control', { controls: '{parallel: 3}' }, false],
    ['a control', { controls: '{concurrency: 3}' }, true],
    ['logic within logic', { 'input-logic': '{or: [{and: {data-in: {dataset: a}}}]}' }, true],
    ['a service level', { sla: '{nominal-time: x, should-end: y}' }, true],
  ])('are of one mind about %s', (_, changes, isRight) => {
    const text = yaml(changes);
    const { problems, root } = readYamlCoordinator(text, 'c.yaml', defaultDefinitionLimits);
    expect(problems.length === 0, JSON.stringify(problems)).toBe(isRight);
    expect(isCoordinator(parse(text)), JSON.stringify(isCoordinator.errors)).toBe(isRight);
    if (isRight) expect((root as Element).attributes.get('name')).toBe('daily');
  });
});
