/** The real History Server reads our logs, and our REST interface answers as it does. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerRequest } from '../../engine/ui/api-routes.ts';
import { newAppStatus } from '../../engine/ui/app-status.ts';
import { applyEvent } from '../../engine/ui/apply-event.ts';
import { installPyspark } from '../bench/engine/spark/install-spark.ts';
import { submitApplication } from '../engine/applications/submitted.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type HistoryServer, startHistoryServer } from './history-server.ts';
import { readEventLog } from './read-event-log.ts';

interface Listed {
  readonly id: string;
}

const forms = [
  ['local[2]', {}],
  ['local-cluster[2,1,512]', { 'spark.eventLog.rolling.enabled': 'false' }],
  [
    'local[2]',
    { 'spark.eventLog.compress': 'false', 'spark.eventLog.logBlockUpdates.enabled': 'true' },
  ],
  ['local[3]', { 'spark.eventLog.compress': 'false', 'spark.eventLog.rolling.enabled': 'false' }],
  [
    'local-cluster[2,1,512]',
    {
      'spark.eventLog.logStageExecutorMetrics': 'true',
      'spark.eventLog.includeTaskMetricsAccumulators': 'false',
      'spark.executor.heartbeatInterval': '50ms',
      'spark.excludeOnFailure.enabled': 'true',
    },
  ],
] as const;

const paths = [
  'jobs',
  'jobs?status=succeeded',
  'jobs/1',
  'jobs/99',
  'stages',
  'stages?status=skipped',
  'stages?status=failed',
  'stages/0',
  'stages/0/0',
  'stages/0/3',
  'stages/99',
  'stages?details=true&taskStatus=failed',
  'stages/0/0?details=false&withSummaries=true&quantiles=0.9,0.1',
  'stages/0/0/taskList?sortBy=-runtime',
  'stages/0/0/taskSummary',
  'stages/0/0/taskSummary?quantiles=0.1,0.9',
  'stages/0/0/taskSummary?quantiles=x',
  'stages/0/0/taskList?offset=1&length=2',
  'executors',
  'allexecutors',
  'storage/rdd',
  'storage/rdd/99',
  'environment',
  'allmiscellaneousprocess',
  'sql',
  'streaming/statistics',
];

/** Spark may have to be installed first. */
const SETUP_TIMEOUT_MS = 900_000;

const logs = temporaryDirectory();
let server: HistoryServer;
let applications: string[] = [];

beforeAll(async () => {
  const home = await installPyspark();
  for (const [master, properties] of forms) {
    const app = submitApplication('history', [], {
      master,
      directory: logs,
      properties: {
        'spark.eventLog.enabled': 'true',
        'spark.eventLog.dir': join(logs, 'logs'),
        ...properties,
      },
    });
    expect([(await app.ended).code, app.errors()]).toEqual([0, '']);
  }
  server = await startHistoryServer(home, join(logs, 'logs'));
  applications = await eventually(async () => {
    const listed = (await server.get('applications')) as Listed[];
    return listed.length === forms.length ? listed.map(({ id }) => id) : undefined;
  });
}, SETUP_TIMEOUT_MS);

afterAll(() => server?.stop());

test.each(forms.map((_form, index) => index))('log %i is read whole', async (index) => {
  const id = applications[index] as string;
  const name = readdirSync(join(logs, 'logs')).find((file) => file.includes(id)) as string;
  const status = newAppStatus();
  for (const event of readEventLog(join(logs, 'logs', name))) {
    applyEvent(status, event);
  }
  const ours = (path: string) => {
    const [pathname = '', query] = path.split('?');
    return answerRequest(status, pathname, new URLSearchParams(query), 0).body;
  };
  for (const path of ['', ...paths]) {
    const full = `applications/${id}${path === '' ? '' : '/'}${path}`;
    const theirs = comparable(await server.get(full));
    expect(comparable(JSON.parse(JSON.stringify(ours(full)))), path).toEqual(theirs);
  }
});

test('nothing in our logs is worth a warning', () => {
  expect(server.warnings()).toEqual([]);
});

/**
 * Without what only tells when the log was written, what Spark has computed at some earlier time
 * (the room that was left when an RDD's own blocks last changed), and the order of what has none.
 */
function comparable(answer: unknown): unknown {
  if (Array.isArray(answer)) {
    return answer.map(comparable).sort(byText);
  }
  if (typeof answer !== 'object' || answer === null) {
    return answer;
  }
  const entries = Object.entries(answer).filter(
    ([key]) => !key.startsWith('lastUpdated') && !key.endsWith('emoryRemaining'),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, comparable(value)]));
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
