/** The example apps from which Oozie's users learned, on a whole server: as they are written. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAME_NODE_MAP_SETTING } from '../../../base/file-system/file-system-registry.ts';
import { parseProperties } from '../../../base/properties/parse-properties.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { requestSender } from '../api/oozie/send-request.ts';
import { configuration } from '../server/apps.ts';
import { startTestServer, type TestServer } from '../server/test-server.ts';

const examples = fileURLToPath(new URL('../../fixture/oozie/examples/', import.meta.url));
const apps = readdirSync(examples).filter((app) => existsSync(join(examples, app, 'workflow.xml')));

/** Stands for `hdfs://localhost:8020`, which the examples' properties name. */
const nameNode = temporaryDirectory();
const appsDirectory = join(nameNode, 'user/bob/examples/apps');

let server: TestServer;
const send = requestSender(() => server.url);

beforeAll(async () => {
  mkdirSync(appsDirectory, { recursive: true });
  cpSync(examples, appsDirectory, { recursive: true });
  server = await startTestServer({
    settings: new Map([[NAME_NODE_MAP_SETTING, `hdfs://localhost:8020=${nameNode}`]]),
  });
});

afterAll(() => server.close());

test.each(apps)('%s validates', async (app) => {
  const body = readFileSync(join(examples, app, 'workflow.xml'), 'utf8');
  const { status } = await send('POST', `/v2/validate?file=/${app}/workflow.xml&user=bob`, {
    body,
  });
  expect(status).toBe(200);
});

interface EndedJob {
  readonly status: string;
  readonly actions: readonly Record<string, string>[];
}

/** Submits with the app's own job.properties; a coordinator's app is run once, as a workflow. */
async function run(app: string, more: Readonly<Record<string, string>> = {}): Promise<EndedJob> {
  const own = parseProperties(readFileSync(join(examples, app, 'job.properties'), 'utf8'));
  own.delete('oozie.coord.application.path');
  const properties = {
    ...Object.fromEntries(own),
    'user.name': 'bob',
    'oozie.wf.application.path': `hdfs://localhost:8020/user/bob/${more.examplesRoot ?? 'examples'}/apps/${app}`,
    ...more,
  };
  const body = configuration(properties);
  const answer = await send('POST', '/v2/jobs?action=start', { body });
  expect([answer.status, answer.body]).toEqual([201, expect.stringContaining('id')]);
  const { id } = JSON.parse(answer.body) as { id: string };
  return await eventually(async () => {
    const job = JSON.parse((await send('GET', `/v2/job/${id}?show=info`)).body) as EndedJob;
    return ['SUCCEEDED', 'KILLED', 'FAILED'].includes(job.status) ? job : undefined;
  });
}

describe('runs to its documented end:', () => {
  test.each(['no-op', 'cron', 'cron-schedule'])('%s', async (app) => {
    expect((await run(app)).status).toBe('SUCCEEDED');
  });

  test('shell, whose decision reads what it printed', async () => {
    const { status, actions } = await run('shell');
    expect(status).toBe('SUCCEEDED');
    const [node, decision] = ['shell-node', 'check-output'].map((wanted) =>
      actions.find(({ name }) => name === wanted),
    );
    expect(node?.data).toContain('my_output=Hello Oozie');
    expect(decision?.transition).toBe('end');
  });

  test('sla, with what its coordinator passes on', async () => {
    const nominalTime = '2030-01-01T00:00Z';
    const expectation = { nominalTime, shouldStart: '5', shouldEnd: '10', duration: '5' };
    const told = { alertContact: 'a@b', notificationMsg: 'm', upstreamApps: 'u' };
    expect((await run('sla', { ...expectation, ...told })).status).toBe('SUCCEEDED');
  });

  test('subwf, whose child is an app that runs here', async () => {
    const child = join(nameNode, 'user/bob/adapted/apps/map-reduce');
    cpSync(join(examples, 'subwf'), join(nameNode, 'user/bob/adapted/apps/subwf'), {
      recursive: true,
    });
    cpSync(join(examples, 'no-op'), child, { recursive: true });
    expect((await run('subwf', { examplesRoot: 'adapted' })).status).toBe('SUCCEEDED');
  });
});

/** Spark's own examples need Apache Spark and their jar; its action has tests with both. */
const runElsewhere = new Set(['spark', 'pyspark']);
const runHere = new Set(['no-op', 'cron', 'cron-schedule', 'shell', 'sla', 'subwf']);

describe('says which action nothing here runs:', () => {
  test.each(apps.filter((app) => !runHere.has(app) && !runElsewhere.has(app)))(
    '%s',
    async (app) => {
      const { status, actions } = await run(app, {
        // Their coordinators would pass these on.
        ...{ inputData: 'in', outputData: 'out', inputDataPath: 'in', inputDir: 'in' },
        ...{ database: 'd', table: 't', partitions: 'p', DB: 'd', TABLE: 't', FILTER: 'f' },
        ...{
          INPUT_DB: 'd',
          INPUT_TABLE: 't',
          OUTPUT_DB: 'd',
          OUTPUT_TABLE: 't',
          OUTPUT_PARTITION: 'p',
        },
      });
      expect(status).toBe('FAILED');
      const failed = actions.find((action) => action.status === 'FAILED');
      expect(failed).toMatchObject({ errorCode: 'HOWDAH_ACTION_TYPE_UNAVAILABLE' });
      expect(failed?.errorMessage).toContain(`[${failed?.type}]`);
    },
  );
});
