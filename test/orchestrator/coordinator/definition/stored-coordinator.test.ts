/** The XML of a job gives the same coordinator again when it is read from the store. */
import { expect, it } from 'vitest';
import type { Element } from '../../../../actions/contract/element.ts';
import { coordinatorFromJobXml } from '../../../../orchestrator/coordinator/definition/coordinator-from-element.ts';
import { readCoordinator } from '../../../../orchestrator/coordinator/definition/read-coordinator.ts';
import { writePrettyXml } from '../../../../orchestrator/definition/xml/write-xml.ts';
import { recordedCoordinators } from '../../definition/recorded-cases.ts';

/** Without what only the first reading knows. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (value instanceof Map) return Object.fromEntries(value);
  if (typeof value !== 'object' || value === null) return value;
  const { position: _, attributePositions: __, markup: ___, ...rest } = value as Element;
  return Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, comparable(one)]));
}

const stored = recordedCoordinators().flatMap(({ id, xml, props }) => {
  const configuration = new Map([['user.name', 'root'], ...Object.entries(props ?? {})]);
  const { definition } = readCoordinator(xml, configuration, { file: 'coordinator.xml' });
  return definition === undefined ? [] : [{ id, definition }];
});

it.each(stored)('$id', ({ definition }) => {
  const { name, controls } = definition;
  const again = coordinatorFromJobXml(writePrettyXml(definition.element), {
    name,
    controls,
    cronClock: 'processing',
    processingTimeZone: 'UTC',
  });
  expect(comparable(again)).toEqual(comparable(definition));
});

it('is tried with many', () => expect(stored.length).toBeGreaterThan(30));
