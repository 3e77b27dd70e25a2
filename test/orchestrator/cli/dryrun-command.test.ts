/** `howdah dryrun`: what a submission of each kind of app would do, and what is wrong with it. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dryRunCommand } from '../../../orchestrator/cli/command/dryrun-command.ts';
import type {
  BundleView,
  CoordinatorView,
  WorkflowView,
} from '../../../orchestrator/cli/dry-run/dry-run-views.ts';
import type { Terminal } from '../../../orchestrator/cli/terminal.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const examples = fileURLToPath(new URL('../../fixture/oozie/examples/', import.meta.url));

interface Ran {
  readonly code: number;
  readonly lines: readonly string[];
}

async function dryRun(
  app: string,
  define: readonly string[] = [],
  { max = 10, json = false }: { readonly max?: number; readonly json?: boolean } = {},
): Promise<Ran> {
  const lines: string[] = [];
  const terminal: Terminal = {
    out: (line) => void lines.push(line),
    err: (line) => void lines.push(line),
    write: (text) => void lines.push(text),
    isInteractive: false,
    columns: 100,
  };
  const code = await dryRunCommand(app, { define, max, json }, terminal);
  return { code, lines };
}

async function dryRunJson<View>(app: string, define: readonly string[], max = 10): Promise<View> {
  const { lines } = await dryRun(app, define, { max, json: true });
  return JSON.parse(lines.join('\n')) as View;
}

/** A directory with a coordinator that waits for data below it. */
function newApp(changes: (text: string) => string = (text) => text): string {
  const directory = temporaryDirectory();
  const text = `<coordinator-app name="daily" frequency="\${coord:days(1)}" start="2026-01-10T00:00Z"
    end="2026-01-20T00:00Z" timezone="UTC" xmlns="uri:oozie:coordinator:0.4">
  <datasets>
    <dataset name="logs" frequency="\${coord:days(1)}" initial-instance="2026-01-01T00:00Z"
        timezone="UTC">
      <uri-template>file://${directory}/logs/\${YEAR}\${MONTH}\${DAY}</uri-template>
    </dataset>
  </datasets>
  <input-events><data-in name="in" dataset="logs">
    <instance>\${coord:current(0)}</instance><instance>\${coord:latest(0)}</instance>
  </data-in></input-events>
  <output-events><data-out name="out" dataset="logs">
    <instance>\${coord:current(1)}</instance>
  </data-out></output-events>
  <action><workflow><app-path>\${apps}/daily</app-path><configuration>
    <property><name>input</name><value>\${coord:dataIn('in')}</value></property>
    <property><name>day</name><value>\${coord:formatTime(coord:nominalTime(), 'EEE')}</value></property>
  </configuration></workflow></action>
</coordinator-app>`;
  writeFileSync(join(directory, 'coordinator.xml'), changes(text));
  return directory;
}

function addData(directory: string, day: string): void {
  mkdirSync(join(directory, 'logs', day), { recursive: true });
  writeFileSync(join(directory, 'logs', day, '_SUCCESS'), '');
}

describe('a dry run of a coordinator', () => {
  it('shows times, URIs, what is missing and the configuration', async () => {
    const app = newApp();
    addData(app, '20260110');
    const { actions, problems } = await dryRunJson<CoordinatorView>(app, ['apps=/apps'], 2);
    const logs = `file://${app}/logs`;
    expect(problems).toEqual([]);
    expect(actions).toEqual([
      {
        number: 1,
        nominalTime: '2026-01-10T00:00Z',
        inputs: [{ name: 'in', uris: [`${logs}/20260110`, `${logs}/20260110`] }],
        outputs: [{ name: 'out', uris: [`${logs}/20260111`] }],
        missing: [],
        workflow: '/apps/daily',
        configuration: { input: `${logs}/20260110,${logs}/20260110`, day: 'Sat' },
      },
      expect.objectContaining({
        nominalTime: '2026-01-11T00:00Z',
        inputs: [{ name: 'in', uris: [`${logs}/20260111`] }],
        missing: [`${logs}/20260111/_SUCCESS`, '${coord:latest(0)}'],
        configuration: { input: "${coord:dataIn('in')}", day: 'Sun' },
      }),
    ]);
  });

  it('tells errors as validate does', async () => {
    const app = newApp((text) => text.replace('timezone="UTC"', 'timezone="utc"'));
    const { code, lines } = await dryRun(app);
    expect(code).toBe(1);
    const file = `file://${join(app, 'coordinator.xml')}`;
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(`^${file}:2:\\d+: error E1003: .*\\[timezone\\] = \\[utc\\]`),
        expect.stringMatching(`^${file}:15:\\d+: error E1004: `),
        expect.stringContaining('variable [apps] cannot be resolved'),
      ]),
    );
  });

  it('reads defaults, and files of datasets that are included', async () => {
    const app = newApp((text) =>
      text
        .replace('<datasets>', '<datasets><include>${shared}</include>')
        .replace('name="out" dataset="logs"', 'name="out" dataset="reports"'),
    );
    writeFileSync(
      join(app, 'coord-config-default.xml'),
      `<configuration><property><name>apps</name><value>/apps</value></property>
      <property><name>shared</name><value>file://${app}/datasets.xml</value></property>
      </configuration>`,
    );
    const shared = await dryRun(app);
    expect(shared).toMatchObject({ code: 1 });
    expect(shared.lines[0]).toContain('E1002: Invalid coordinator application URI');
    writeFileSync(
      join(app, 'datasets.xml'),
      `<datasets><dataset name="reports" frequency="\${coord:hours(12)}" timezone="UTC"
        initial-instance="2026-01-01T00:00Z"><uri-template>file:///r/\${DAY}-\${HOUR}</uri-template>
      </dataset></datasets>`,
    );
    const { actions, problems } = await dryRunJson<CoordinatorView>(app, [], 1);
    expect(problems).toEqual([]);
    expect(actions[0]?.outputs).toEqual([{ name: 'out', uris: ['file:///r/10-12'] }]);
  });
});

describe('a dry run of a bundle', () => {
  it('shows every coordinator that is enabled, and what is wrong with others', async () => {
    const app = newApp();
    const bundle = `<bundle-app name="all" xmlns="uri:oozie:bundle:0.2">
      <controls><kick-off-time>2027-01-01T00:00Z</kick-off-time></controls>
      <coordinator name="one"><app-path>file://${app}/coordinator.xml</app-path>
        <configuration><property><name>apps</name><value>/one</value></property></configuration>
      </coordinator>
      <coordinator name="two"><app-path>file://${app}/nothing</app-path></coordinator>
      <coordinator name="three" enabled="false"><app-path>nowhere</app-path></coordinator>
    </bundle-app>`;
    writeFileSync(join(app, 'bundle.xml'), bundle);
    const view = await dryRunJson<BundleView>(app, [], 1);
    expect(view).toMatchObject({ kind: 'bundle', name: 'all', kickOff: '2027-01-01T00:00Z' });
    expect(view.coordinators.map(({ name, actions }) => [name, actions[0]?.workflow])).toEqual([
      ['one', '/one/daily'],
    ]);
    expect(view.problems.map(({ code }) => code)).toEqual(['E0504']);
    const { code, lines } = await dryRun(app, [], { max: 1 });
    expect(code).toBe(1);
    expect(lines).toContain('kick-off     2027-01-01T00:00Z');
  });
});

describe('a dry run of a workflow', () => {
  it('shows the resolved graph', async () => {
    const { code, lines } = await dryRun(join(examples, 'shell'));
    expect(code).toBe(0);
    expect(lines).toEqual([
      'workflow     shell-wf',
      '  :start:       start     -> shell-node',
      '  shell-node    shell     -> check-output, fail',
      '  check-output  decision  -> end, fail-output',
      '  fail          kill',
      '  fail-output   kill',
      '  end           end',
    ]);
  });

  it('tells what is wrong with it', async () => {
    const app = temporaryDirectory();
    writeFileSync(join(app, 'workflow.yaml'), 'workflow: w\nstart: nowhere\n');
    const { nodes, problems } = await dryRunJson<WorkflowView>(app, []);
    expect(problems.map(({ code }) => code)).toContain('E0708');
    expect(nodes.map(({ name }) => name)).toEqual([':start:', 'end']);
  });
});

describe('every coordinator among the examples', () => {
  const define = [
    ...['nameNode=file:///nn', 'examplesRoot=examples', 'jobTracker=jt', 'queueName=default'],
    ...['start=2010-01-01T01:00Z', 'end=2010-01-01T03:00Z', 'workflowAppUri=file:///w'],
  ];
  const files = readdirSync(examples)
    .flatMap((name) => readdirSync(join(examples, name)).map((file) => join(name, file)))
    .filter((file) => /coordinator.*\.xml$/.test(file));

  it.each(files)('%s runs dry', async (file) => {
    const { actions, problems } = await dryRunJson<CoordinatorView>(join(examples, file), define);
    expect(problems).toEqual([]);
    expect(actions.length).toBeGreaterThan(0);
  });
});
