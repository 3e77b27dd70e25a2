/** When an action's data are there: plain inputs, late instances, input logic. */
import { describe, expect, it } from 'vitest';
import { child, type Element } from '../../../../actions/contract/element.ts';
import { defaultCoordinatorSettings } from '../../../../orchestrator/coordinator/definition/coordinator-settings.ts';
import {
  readCoordinator,
  requireCoordinator,
} from '../../../../orchestrator/coordinator/definition/read-coordinator.ts';
import { checkInputs } from '../../../../orchestrator/coordinator/materialise/check-inputs.ts';
import type { InputCheck } from '../../../../orchestrator/coordinator/materialise/input-check.ts';
import { materialiseAction } from '../../../../orchestrator/coordinator/materialise/materialise-action.ts';
import { runConfiguration } from '../../../../orchestrator/coordinator/materialise/resolve-configuration.ts';

const MINUTE_MS = 60_000;
const nominalTimeMs = Date.UTC(2026, 0, 10);

const datasets = ['a', 'b', 'c']
  .map(
    (name) =>
      `<dataset name="${name}" frequency="\${coord:days(1)}" timezone="UTC"
        initial-instance="2026-01-01T00:00Z">
        <uri-template>/${name}/\${DAY}</uri-template><done-flag/></dataset>`,
  )
  .join('');

/** Days of January relative to the 10th; `latest` and `future` as functions. */
function input(name: string, ...instances: readonly (number | string)[]): string {
  const texts = instances.map((one) =>
    typeof one === 'number' ? `\${coord:current(${one})}` : `\${coord:${one}}`,
  );
  const elements = texts.map((text) => `<instance>${text}</instance>`).join('');
  return `<data-in name="in-${name}" dataset="${name}">${elements}</data-in>`;
}

interface World {
  readonly existing: Set<string>;
  readonly asked: string[];
  /** Looks again with the list of the look before. */
  check(afterMinutes?: number): Promise<InputCheck>;
}

const configuration = new Map([['user.name', 'joe']]);

/** The data of an input, unless it is an expression already. */
function propertyValue(name: string): string {
  return name.startsWith('${') ? name : `\${coord:dataIn('${name}')}`;
}

function world(inputs: string, logic = '', values: readonly string[] = ['in-a']): World {
  const properties = values
    .map((name) => `<property><name>${name}</name><value>${propertyValue(name)}</value></property>`)
    .join('');
  const xml = `<coordinator-app name="c" frequency="\${coord:days(1)}" start="2026-01-10T00:00Z"
      end="2026-02-01T00:00Z" timezone="UTC" xmlns="uri:oozie:coordinator:0.5">
    <datasets>${datasets}</datasets><input-events>${inputs}</input-events>
    ${logic === '' ? '' : `<input-logic>${logic}</input-logic>`}
    <action><workflow><app-path>/w</app-path>
      <configuration>${properties}</configuration></workflow></action></coordinator-app>`;
  const read = readCoordinator(xml, configuration, { file: 'c.xml' });
  const settings = defaultCoordinatorSettings;
  const times = { nominalTimeMs, actualTimeMs: nominalTimeMs };
  const made = materialiseAction({
    definition: requireCoordinator(read),
    settings,
    actionId: 'job@1',
    actionNumber: 1,
    ...times,
    configuration,
  });
  const existing = new Set<string>();
  const asked: string[] = [];
  let missing = made.dependencies?.pull;
  return {
    existing,
    asked,
    check: async (afterMinutes = 0) => {
      asked.length = 0;
      const check = await checkInputs({
        action: made.element,
        missing,
        facts: {
          actionId: 'job@1',
          name: 'c',
          ...times,
          timezone: 'UTC',
          configuration,
          processingTimeZone: 'UTC',
        },
        createdTimeMs: nominalTimeMs,
        nowMs: nominalTimeMs + afterMinutes * MINUTE_MS,
        latestUsesCurrentTime: false,
        exists: async (uri) => {
          asked.push(uri);
          return existing.has(uri);
        },
      });
      missing = check.missing;
      return check;
    },
  };
}

/** The configuration that the workflow would be submitted with. */
function valuesOf({ action }: InputCheck): Record<string, string> {
  return Object.fromEntries(runConfiguration(action, configuration));
}

describe('plain inputs', () => {
  it('are looked for in order, up to the first that is missing', async () => {
    const { existing, asked, check } = world(input('a', 0, -1) + input('b', 0), '', ['in-a']);
    existing.add('/b/10').add('/a/10');
    expect(await check()).toMatchObject({ isMet: false, missing: '/a/09#/b/10' });
    expect(asked).toEqual(['/a/10', '/a/09']);
    existing.add('/a/09');
    const met = await check();
    expect(met).toMatchObject({ isMet: true, missing: '' });
    expect(asked).toEqual(['/a/09', '/b/10']);
    expect(valuesOf(met)).toEqual({
      'user.name': 'joe',
      'in-a': '/a/10,/a/09',
      'oozie.wf.application.path': '/w',
    });
  });

  it('before the initial instance are not waited for', async () => {
    const { check } = world(input('a', -30), '', ['in-a']);
    const met = await check();
    expect(met.isMet).toBe(true);
    expect(valuesOf(met)['in-a']).toBe('');
  });

  it('stay as they are while they are missing', async () => {
    const { check } = world(input('a', 0), '', ['in-a']);
    const { action, isMet } = await check();
    expect(isMet).toBe(false);
    expect(valuesOf({ action, isMet, missing: '' })['in-a']).toBe("${coord:dataIn('in-a')}");
  });
});

describe('late instances', () => {
  it('are looked for when all others are there, and come before them', async () => {
    const { existing, check } = world(input('a', 0, 'latest(-1)'), '', ['in-a']);
    expect(await check()).toMatchObject({ missing: '/a/10!!${coord:latest(-1)}' });
    existing.add('/a/10');
    expect(await check()).toMatchObject({ isMet: false, missing: '!!${coord:latest(-1)}' });
    existing.add('/a/04').add('/a/02');
    const met = await check();
    expect(met).toMatchObject({ isMet: true, missing: '' });
    expect(valuesOf(met)['in-a']).toBe('/a/04,/a/10');
    const events = child(met.action, 'input-events') as Element;
    expect(events.children[0]?.children.map(({ name }) => name)).toEqual(['uris', 'dataset']);
  });

  it.each<[string, readonly string[], string | undefined]>([
    ['latest(0)', ['/a/08', '/a/03'], '/a/08'],
    ['latest(0)', ['/a/11'], undefined],
    ['latestRange(-2,0)', ['/a/08', '/a/05', '/a/03'], '/a/08,/a/05,/a/03'],
    ['latestRange(-2,-1)', ['/a/08', '/a/05', '/a/03'], '/a/05,/a/03'],
    ['latestRange(-2,0)', ['/a/08', '/a/05'], undefined],
    ['future(0,5)', ['/a/09', '/a/12'], '/a/12'],
    ['future(1,5)', ['/a/10', '/a/15'], '/a/15'],
    ['future(1,4)', ['/a/10', '/a/15'], undefined],
    ['futureRange(0,1,10)', ['/a/12', '/a/17', '/a/11'], '/a/11,/a/12'],
  ])('%s of %j is %s', async (text, data, expected) => {
    const { existing, check } = world(input('a', text), '', ['in-a']);
    for (const uri of data) existing.add(uri);
    const result = await check();
    expect(result.isMet).toBe(expected !== undefined);
    if (expected !== undefined) expect(valuesOf(result)['in-a']).toBe(expected);
  });

  it('ask for no number above zero', async () => {
    const { check } = world(input('a', 'latest(1)'));
    await expect(check()).rejects.toMatchObject({ code: 'E1004' });
  });
});

describe('input logic', () => {
  const both = input('a', 0, -1) + input('b', 0, -1);
  const parts = '<data-in dataset="in-a"/><data-in dataset="in-b"/>';
  const all = { a: ['/a/10', '/a/09'], b: ['/b/10', '/b/09'] };

  it.each<[string, string, readonly string[], string | undefined]>([
    ['or', `<or name="x">${parts}</or>`, all.b, '/b/10,/b/09'],
    ['or', `<or name="x">${parts}</or>`, [...all.a, ...all.b], '/a/10,/a/09'],
    ['or', `<or name="x">${parts}</or>`, ['/a/10', '/b/09'], undefined],
    ['and', `<and name="x">${parts}</and>`, [...all.a, ...all.b], '/b/10,/b/09,/a/10,/a/09'],
    ['and', `<and name="x">${parts}</and>`, all.a, undefined],
    ['a minimum', `<and name="x" min="1">${parts}</and>`, ['/a/09', '/b/10'], '/b/10,/a/09'],
    ['a minimum of none', `<or name="x" min="0">${parts}</or>`, [], ''],
    ['combine', `<combine name="x">${parts}</combine>`, ['/a/10', '/b/09'], '/a/10,/b/09'],
    ['combine', `<combine name="x">${parts}</combine>`, ['/a/10', '/b/10'], undefined],
    ['combine with a minimum', `<combine name="x" min="1">${parts}</combine>`, ['/b/09'], '/b/09'],
    [
      'logic within logic',
      `<or name="x"><and>${parts}</and><data-in dataset="in-b" min="1"/></or>`,
      ['/b/09'],
      '/b/09',
    ],
  ])('%s: %s with %j', async (_, logic, data, expected) => {
    const { existing, check } = world(both, logic, ['x']);
    for (const uri of data) existing.add(uri);
    const result = await check();
    expect(result.isMet).toBe(expected !== undefined);
    if (expected !== undefined) expect(valuesOf(result).x).toBe(expected);
  });

  it('remembers what it has found', async () => {
    const { existing, asked, check } = world(both, `<or name="x">${parts}</or>`, ['x']);
    existing.add('/a/10');
    expect(await check()).toMatchObject({ isMet: false, missing: '/a/09#/b/10#/b/09#' });
    existing.delete('/a/10');
    existing.add('/a/09');
    const met = await check();
    expect(asked).toEqual(['/a/09']);
    expect(met).toMatchObject({ isMet: true, missing: '/b/10#/b/09#' });
    expect(valuesOf(met).x).toBe('/a/10,/a/09');
  });

  it('waits before it is content with less', async () => {
    const logic = `<and name="x" min="1" wait="10">${parts}</and>`;
    const { existing, check } = world(both, logic, ['x']);
    existing.add('/a/09').add('/b/09');
    expect((await check(9)).isMet).toBe(false);
    expect((await check(10)).isMet).toBe(true);
  });

  it('lets a branch that waits hold up the others', async () => {
    const logic = '<or name="x"><data-in dataset="in-a" wait="10"/><data-in dataset="in-b"/></or>';
    const { existing, check } = world(both, logic, ['x']);
    for (const uri of all.b) existing.add(uri);
    expect((await check(9)).isMet).toBe(false);
    expect((await check(10)).isMet).toBe(true);
  });

  it('resolves late instances in a second round', async () => {
    const logic = '<or name="x"><data-in dataset="in-a"/><data-in dataset="in-c"/></or>';
    const late = input('a', 0) + input('c', 'latest(0)');
    const { existing, check } = world(late, logic, ['x', 'in-c']);
    expect((await check()).isMet).toBe(false);
    existing.add('/c/07');
    const met = await check();
    expect(met.isMet).toBe(true);
    expect(valuesOf(met)).toMatchObject({ x: '/c/07', 'in-c': '/c/07' });
  });

  it('refuses to combine what differs in length, or is late', async () => {
    const logic = `<combine name="x">${parts}</combine>`;
    const uneven = world(input('a', 0) + input('b', 0, -1), logic);
    await expect(uneven.check()).rejects.toMatchObject({ code: 'E1028' });
    const late = world(input('a', 0) + input('b', 'latest(0)'), logic);
    await expect(late.check()).rejects.toThrow('not supported for latest/future');
  });
});

describe('a configuration that cannot be evaluated', () => {
  const or = '<or name="either"><data-in dataset="in-a"/><data-in dataset="in-b"/></or>';

  it.each([
    ['', ''],
    // As Oozie: what the logic did without is still missing.
    [or, '/b/10#'],
  ])('fails with the list of what was not found: %s', async (logic, missing) => {
    const inputs = input('a', 0) + (logic === '' ? '' : input('b', 0));
    const { existing, check } = world(inputs, logic, ["${coord:formatTime('x', 'y')}"]);
    existing.add('/a/10');
    const { isMet, failure, missing: left } = await check();
    expect([isMet, failure?.code, left]).toEqual([false, 'E1004', missing]);
  });
});
