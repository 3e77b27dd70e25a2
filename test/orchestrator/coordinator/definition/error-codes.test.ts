/** Each code that reading a coordinator or a bundle can raise, with its position and its mend. */
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../../base/error/error-table.ts';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { defaultCoordinatorSettings } from '../../../../orchestrator/coordinator/definition/coordinator-settings.ts';
import {
  readCoordinator,
  requireCoordinator,
} from '../../../../orchestrator/coordinator/definition/read-coordinator.ts';
import { readWithIncludes } from '../../../../orchestrator/coordinator/definition/read-with-includes.ts';
import { dryRun } from '../../../../orchestrator/coordinator/materialise/dry-run.ts';
import { firstProblem, type Problem } from '../../../../orchestrator/definition/problem.ts';
import { readBundle } from '../../../../orchestrator/definition/read-bundle.ts';

interface Parts {
  readonly root: string;
  readonly namespace: string;
  readonly parameters: string;
  readonly controls: string;
  readonly datasets: string;
  readonly events: string;
  readonly workflow: string;
}

const dataset = (attributes: string, template = 'file:///d/${YEAR}${MONTH}${DAY}') =>
  `<dataset name="d" ${attributes}><uri-template>${template}</uri-template></dataset>`;
const daily = 'frequency="${coord:days(1)}" initial-instance="2026-01-01T00:00Z" timezone="UTC"';
const input = (instances: string) =>
  `<input-events><data-in name="in" dataset="d">${instances}</data-in></input-events>`;

const right: Parts = {
  root: 'name="c" frequency="60" start="2026-01-10T00:00Z" end="2026-01-12T00:00Z" timezone="UTC"',
  namespace: '0.5',
  parameters: '',
  controls: '',
  datasets: `<datasets>${dataset(daily)}</datasets>`,
  events: input('<instance>${coord:current(0)}</instance>'),
  workflow: '<workflow><app-path>/w</app-path></workflow>',
};

/** Line 2 holds the parameters, 3 the controls, 4 the datasets, 5 the events, 6 the action. */
function coordinator(changes: Partial<Parts> = {}): string {
  const parts = { ...right, ...changes };
  return [
    `<coordinator-app ${parts.root} xmlns="uri:oozie:coordinator:${parts.namespace}">`,
    parts.parameters,
    parts.controls,
    parts.datasets,
    parts.events,
    `<action>${parts.workflow}</action>`,
    '</coordinator-app>',
  ].join('\n');
}

const configuration = new Map([['user.name', 'joe']]);

function problemOf(text: string, bundledAs?: string): Problem | undefined {
  const { problems } = readCoordinator(text, configuration, { file: 'c.xml', bundledAs });
  return firstProblem(problems);
}

it('reads the definition that the others are made of', () => {
  expect(problemOf(coordinator())).toBeUndefined();
});

describe('reading a coordinator', () => {
  const rootWith = (name: string, value: string) => ({
    root: right.root.replace(new RegExp(`${name}="[^"]*"`), `${name}="${value}"`),
  });

  it.each<[ErrorCode, number, string, Partial<Parts>]>([
    ['E0701', 3, 'an unknown control', { controls: '<controls><speed>1</speed></controls>' }],
    ['E0738', 2, 'a parameter that nobody gives', parameter('<name>p</name>')],
    ['E0739', 2, 'a parameter without name', parameter('<name> </name>')],
    ['E0803', 1, 'a name that cannot be evaluated', rootWith('name', '${nope}')],
    ['E0803', 5, 'a dataset that is not there', { datasets: '' }],
    ['E1003', 1, 'a frequency of words', rootWith('frequency', 'often')],
    ['E1003', 1, 'a cron field out of its range', rootWith('frequency', '0 25 * * *')],
    ['E1003', 1, 'a cron expression that never comes true', rootWith('frequency', '0 0 31 2 ?')],
    ['E1003', 1, 'runs too often', rootWith('frequency', '4')],
    ['E1003', 1, 'no start', rootWith('start', 'today')],
    ['E1003', 1, 'an end before the start', rootWith('end', '2026-01-01T00:00Z')],
    ['E1003', 1, 'no time zone', rootWith('timezone', 'Mars/Olympus')],
    ['E1003', 3, 'a timeout of words', control('timeout', 'long')],
    ['E1003', 3, 'a concurrency of words', control('concurrency', 'some')],
    ['E1003', 3, 'an order that is none', control('execution', 'RANDOM')],
    ['E1003', 4, 'a dataset too often', datasets(daily.replace('${coord:days(1)}', '0'))],
    ['E1003', 4, 'a dataset without time zone', datasets(daily.replace('UTC', 'utc'))],
    ['E1004', 1, 'an unknown function', rootWith('frequency', '${coord:year(1)}')],
    ['E1004', 6, 'an event that is not there', property("${coord:dataIn('x')}")],
    ['E1021', 4, 'a dataset before 1970', datasets(daily.replace('2026', '1969'))],
    ['E1021', 5, 'an empty instance', { events: input('<instance/>') }],
    ['E1021', 5, 'two instances in one', { events: input('<instance>a,b</instance>') }],
  ])('raises %s in line %i for %s', (code, line, _, changes) => {
    const found = problemOf(coordinator(changes));
    expect(found).toMatchObject({ code, position: { file: 'c.xml', line }, severity: 'error' });
    expect(found?.mend).not.toBe('');
  });

  function parameter(text: string): Partial<Parts> {
    return { parameters: `<parameters><property>${text}</property></parameters>` };
  }
  function control(name: string, value: string): Partial<Parts> {
    return { controls: `<controls><${name}>${value}</${name}></controls>` };
  }
  function datasets(attributes: string): Partial<Parts> {
    return { datasets: `<datasets>${dataset(attributes)}</datasets>` };
  }
  function property(value: string): Partial<Parts> {
    const text = `<property><name>p</name><value>${value}</value></property>`;
    const workflow = `<workflow><app-path>/w</app-path><configuration>${text}</configuration></workflow>`;
    return { workflow };
  }

  it('raises E1319 for version 0.1 in a bundle', () => {
    expect(problemOf(coordinator({ namespace: '0.1' }))).toBeUndefined();
    expect(problemOf(coordinator({ namespace: '0.1' }), 'c')?.code).toBe('E1319');
  });

  it('tells all problems, each once', () => {
    const root = 'name="c" frequency="4" start="x" end="y" timezone="z"';
    const { problems } = readCoordinator(coordinator({ root }), configuration, { file: 'c.xml' });
    expect(problems.map(({ message }) => /\[(\w+)\]/.exec(message)?.[1])).toEqual([
      'start',
      'end',
      'timezone',
      '4',
    ]);
  });
});

describe('a dataset file', () => {
  const including = coordinator({
    datasets: '<datasets><include>file:///shared.xml</include></datasets>',
  });
  const read = (files: Readonly<Record<string, string>>) =>
    readWithIncludes(including, configuration, { file: 'c.xml' }, async (uri) => {
      const text = files[uri];
      if (text === undefined) throw new HowdahError('E1002', [uri, 'it does not exist']);
      return text;
    });

  it('gives its datasets, and those of files that it includes', async () => {
    const { definition } = await read({
      'file:///shared.xml': '<datasets><include>file:///more.xml</include></datasets>',
      'file:///more.xml': `<datasets>${dataset(daily, 'file:///more')}</datasets>`,
    });
    expect(definition?.inputEvents[0]?.dataset.uriTemplate).toBe('file:///more');
  });

  it('raises E1002 when it is not there, E0700 when it is no XML, E0803 for a name used twice', async () => {
    await expect(read({})).rejects.toMatchObject({ code: 'E1002' });
    const broken = await read({ 'file:///shared.xml': '<datasets>' });
    expect(firstProblem(broken.problems)).toMatchObject({
      code: 'E0700',
      position: { file: 'file:///shared.xml' },
    });
    const twice = await read({
      'file:///shared.xml': `<datasets>${dataset(daily)}${dataset(daily)}</datasets>`,
    });
    expect(firstProblem(twice.problems)?.message).toBe('IO error, Duplicate Dataset d');
  });

  it('that includes itself raises E0803', async () => {
    const text = '<datasets><include>file:///shared.xml</include></datasets>';
    const { problems } = await read({ 'file:///shared.xml': text });
    expect(firstProblem(problems)?.code).toBe('E0803');
  });
});

describe('a dry run', () => {
  async function failure(changes: Partial<Parts>): Promise<string> {
    const read = readCoordinator(coordinator(changes), configuration, { file: 'c.xml' });
    const definition = requireCoordinator(read);
    const run = dryRun({
      definition,
      settings: defaultCoordinatorSettings,
      configuration,
      jobId: 'job',
      untilMs: definition.endMs,
      limit: 1,
      nowMs: definition.startMs,
      exists: async () => true,
    });
    const error = await run.catch((caught: unknown) => caught);
    return error instanceof HowdahError ? error.codedMessage : 'none';
  }
  const range = (start: string, end: string) =>
    input(`<start-instance>${start}</start-instance><end-instance>${end}</end-instance>`);
  const late = '<instance>${coord:latest(0)}</instance>';
  const logic = (text: string) => ({
    events: `${right.events}<input-logic>${text}</input-logic>`,
  });

  it.each<[string, string, Partial<Parts>]>([
    [
      'E0902',
      'a URI with a blank',
      { datasets: `<datasets>${dataset(daily, 'file:///a b')}</datasets>` },
    ],
    [
      'E1004',
      'an unknown unit',
      { events: input('<instance>${coord:offset(0, "AEON")}</instance>') },
    ],
    [
      'E1006',
      'a late output',
      {
        events: `<output-events><data-out name="o" dataset="d">${late}</data-out></output-events>`,
      },
    ],
    [
      'E1010',
      'a range from later to earlier',
      { events: range('${coord:current(0)}', '${coord:current(-1)}') },
    ],
    [
      'E1010',
      'a range of two kinds',
      { events: range('${coord:current(0)}', '${coord:latest(0)}') },
    ],
    ['E1028', 'logic about what is no input', logic('<data-in dataset="x"/>')],
    ['E1028', 'a minimum of words', logic('<data-in dataset="in" min="few"/>')],
  ])('raises E0803 around %s for %s', async (code, _, changes) => {
    expect(await failure(changes)).toMatch(`E0803: IO error, ${code}: `);
  });

  it('raises E0803 for an instance that is no time', async () => {
    expect(await failure({ events: input('<instance>today</instance>') })).toBe(
      "E0803: IO error, Could not parse [today] using [yyyy-MM-dd'T'HH:mm'Z'] mask",
    );
  });
});

describe('reading a bundle', () => {
  const bundle = (body: string, name = 'b') =>
    `<bundle-app name="${name}" xmlns="uri:oozie:bundle:0.2">${body}</bundle-app>`;
  const member = (name: string) =>
    `<coordinator name="${name}"><app-path>/c</app-path></coordinator>`;
  const messageOf = (text: string) =>
    firstProblem(readBundle(text, configuration, { file: 'b.xml' }).problems)?.message ?? '';

  it('gives its coordinators with what they are submitted with', () => {
    const own =
      '<configuration><property><name>a</name><value>${x}</value></property></configuration>';
    const text = bundle(
      `<coordinator name="one"><app-path>/\${x}/c</app-path>${own}</coordinator>` +
        '<coordinator name="two" enabled="false" critical="true"><app-path>/d</app-path></coordinator>',
    );
    const { definition } = readBundle(text, new Map([['x', 'X']]), { file: 'b.xml' });
    expect(definition?.kickOffMs).toBeUndefined();
    expect(definition?.coordinators).toEqual([
      {
        name: 'one',
        isEnabled: true,
        isCritical: false,
        appPath: '/X/c',
        configuration: new Map([
          ['x', 'X'],
          ['a', 'X'],
          ['oozie.coord.application.path', '/X/c'],
        ]),
      },
      expect.objectContaining({ name: 'two', isEnabled: false, isCritical: true }),
    ]);
  });

  it.each([
    ['E1004', bundle('<coordinator name="c"><app-path>${nope}</app-path></coordinator>')],
    ['E1004', bundle(member('${coord:foo()}'))],
    ['E1301', bundle(`<controls><kick-off-time>soon</kick-off-time></controls>${member('c')}`)],
    ['E1304', bundle(member('c') + member('c'))],
    ['E0738', bundle(`<parameters><property><name>p</name></property></parameters>${member('c')}`)],
  ])('raises E1310 around %s', (code, text) => {
    expect(messageOf(text)).toMatch(`Bundle Job submission Error: [${code}: `);
  });

  it('raises E1310 for a DOCTYPE', () => {
    expect(messageOf(`<!DOCTYPE b []>${bundle(member('c'))}`)).toMatch(
      /submission Error: \[a DOCTYPE/,
    );
  });

  it('raises E0701 for a bundle of nothing', () => {
    const { problems } = readBundle(bundle(''), configuration, { file: 'b.xml' });
    expect(firstProblem(problems)?.code).toBe('E0701');
  });
});
