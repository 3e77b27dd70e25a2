import { describe, expect, test } from 'vitest';
import { jobConfiguration } from '../../../orchestrator/config/job-configuration.ts';
import {
  refuseClusterProperties,
  refuseReservedDefaults,
  refuseReservedProperties,
  reservedForCoordinators,
} from '../../../orchestrator/config/reserved-properties.ts';
import { resolveProperty } from '../../../orchestrator/config/resolve-variables.ts';

const map = (properties: Record<string, string>) => new Map(Object.entries(properties));

/** Each as a real Oozie answered `wf:conf('x')` for these properties. */
describe('variables in values', () => {
  test.each([
    [{ x: '${y}', y: '${z}', z: 'end' }, 'end'],
    [{ x: '${nope}/${y}', y: '1' }, '${nope}/${y}'],
    [{ x: '${y}/${nope}', y: '1' }, '1/${nope}'],
    [{ x: '${ y } ${y z}', y: '1' }, '${ y } ${y z}'],
    [{ x: '${y', y: '1' }, '${y'],
    [{ x: '$${y}', y: '1' }, '$1'],
    [{ x: '${${y}}', y: 'z', z: 'deep' }, 'deep'],
    [{ x: '\\${y}', y: '1' }, '\\1'],
    [{ x: '${a.b}', 'a.b': 'dot' }, 'dot'],
    [{ x: 'a${wf:id()}b' }, 'a${wf:id()}b'],
    [{ x: '${e}', e: '' }, '${e}'],
    [{ x: '${user.home}' }, '${user.home}'],
    [{ x: Array(19).fill('${y}').join(' '), y: '1' }, Array(19).fill('1').join(' ')],
  ])('%j gives %j', (properties, expected) => {
    expect(jobConfiguration(map(properties)).get('x')).toBe(expected);
  });

  test.each([[{ x: '${x}' }], [{ x: Array(20).fill('${y}').join(' '), y: '1' }]])(
    '%j are too many',
    (properties) => {
      expect(() => jobConfiguration(map(properties))).toThrow(
        expect.objectContaining({
          code: 'E0803',
          message: expect.stringContaining('Variable substitution depth too large: 20 ${'),
          subject: 'x',
        }),
      );
    },
  );

  test('that grow are stopped', () => {
    const long = 'x'.repeat(2_000_000);
    const properties = map({ x: Array(12).fill('${y}').join(''), y: long });
    expect(() => jobConfiguration(properties)).toThrow('substitution depth too large');
  });

  test('may be of the system', () => {
    const system = map({ 'user.name': 'alice' });
    expect(jobConfiguration(map({ x: '/u/${user.name}' }), { system }).get('x')).toBe('/u/alice');
    expect(resolveProperty(map({ x: '${user.name}' }), 'x', system)).toBe('alice');
    expect(resolveProperty(map({}), 'x')).toBeUndefined();
  });
});

describe('a job configuration', () => {
  test.each([
    [{}, { d: ' s p ' }, { d: ' s p ' }],
    [{ d: ' x ' }, { d: 'default' }, { d: 'x' }],
    [{ d: '  ' }, { d: 'default' }, {}],
    [{ y: '1' }, { x: '${y}/d ${z}', z: '${y}' }, { y: '1', x: '1/d 1', z: '1' }],
    [{ 'user.name': 'u' }, {}, { 'user.name': 'u', 'mapreduce.job.user.name': 'u' }],
  ])('of %j with defaults %j', (submitted, defaults, expected) => {
    const configuration = jobConfiguration(map(submitted), { defaults: map(defaults) });
    expect(Object.fromEntries(configuration)).toEqual(expected);
  });
});

describe('names that are refused', () => {
  test.each([
    [
      () => refuseReservedProperties(map({ KB: '1' })),
      'E0803',
      'IO error, E0808: Disallowed user property [KB]',
    ],
    [
      () => refuseReservedProperties(map({ YEAR: '1' }), reservedForCoordinators),
      'E0803',
      'IO error, E0808: Disallowed user property [YEAR]',
    ],
    [
      () => refuseReservedDefaults(map({ 'mapreduce.job.user.name': 'x' })),
      'E0803',
      'IO error, E0808: Disallowed user property [user.name]',
    ],
    [
      () => refuseReservedDefaults(map({ GROUPS: 'x' })),
      'E0803',
      'IO error, E0808: Disallowed user property [GROUPS]',
    ],
    [
      () => refuseClusterProperties(map({ 'fs.defaultFS': 'x' }), 'inline configuration'),
      'JA010',
      'Property [fs.default.name] not allowed in action [inline configuration] configuration',
    ],
    [
      () => refuseClusterProperties(map({ 'yarn.resourcemanager.address': 'x' }), 'job-xml'),
      'JA010',
      'Property [yarn.resourcemanager.address] not allowed in action [job-xml] configuration',
    ],
  ])('case %#', (refuse, code, message) => {
    expect(refuse).toThrow(expect.objectContaining({ code, message }));
  });

  test('are no others', () => {
    expect(() => refuseReservedProperties(map({ YEAR: '1', 'user.name': 'u' }))).not.toThrow();
    expect(() => refuseReservedDefaults(map({ 'hadoop.job.ugi': 'u' }))).not.toThrow();
    expect(() =>
      refuseClusterProperties(map({ 'mapred.job.tracker': 'x' }), 'job-xml'),
    ).not.toThrow();
  });
});
