/**
 * Coordinators: how soon a due action starts on a server that has nothing else to do, ten thousand
 * that are due in the same second, and a store that is full of past actions. `--scale 0.1` takes a
 * tenth of the coordinators and actions.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startServer } from '../../../orchestrator/server/start-server.ts';
import type { BenchOptions, BenchRow, BenchSuite } from '../report.ts';

const COORDINATORS = 10_000;
const PAST_ACTIONS = 1_000_000;
const MINUTE_MS = 60_000;
/** Submissions under way at once. */
const PARALLEL = 64;
const LOOK_INTERVAL_MS = 250;
const LAG_MS_MAX = 5_000;

/** Nominal times are whole minutes, and each coordinator gives one sample a run. */
const QUIET_MINUTES = 2;
/** Few enough that none waits for another. */
const QUIET_COORDINATORS = 5;
const QUIET_LAG_MS_MAX = 50;
const QUIET_LOOK_INTERVAL_MS = 2;
/** Of past actions a page or a change takes as long as it does without any. */
const PAST_MS_MAX = 250;

export const coordinatorSuite: BenchSuite = {
  async run({ scale, only }: BenchOptions): Promise<BenchRow[]> {
    const rows: BenchRow[] = [];
    const measures = {
      quiet: measureQuiet,
      burst: () => measureBurst(scale),
      past: () => measurePast(scale),
    };
    for (const [name, measure] of Object.entries(measures)) {
      if (only.length > 0 && !only.some((part) => name.includes(part))) continue;
      console.error(`measuring: ${name}`);
      rows.push(...(await measure()));
    }
    return rows;
  },
};

interface Place {
  readonly directory: string;
  readonly appPath: string;
  readonly properties: Readonly<Record<string, string>>;
}

const NOTHING = '<start to="end"/><end name="end"/>';

/** @param body of the workflow @param properties of submissions */
function makePlace(body = NOTHING, properties: Readonly<Record<string, string>> = {}): Place {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-bench-'));
  const app = join(directory, 'app');
  mkdirSync(app);
  writeFileSync(
    join(app, 'workflow.xml'),
    `<workflow-app xmlns="uri:oozie:workflow:1.0" name="w">${body}</workflow-app>`,
  );
  return { directory, appPath: `file://${app}`, properties };
}

/** Whole minutes only, as Oozie writes times. */
function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16)}Z`;
}

function coordinator(startMs: number, endMs: number, appPath: string): string {
  return (
    `<coordinator-app xmlns="uri:oozie:coordinator:0.5" name="bench" frequency="1440" ` +
    `start="${timeText(startMs)}" end="${timeText(endMs)}" timezone="UTC"><action><workflow>` +
    `<app-path>${appPath}</app-path></workflow></action></coordinator-app>`
  );
}

async function submit(
  url: string,
  definition: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const escaped = definition.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const properties = {
    ...more,
    'user.name': 'bench',
    'oozie.coord.application.path': 'file:///bench',
    'oozie.jobs.api.generated.xml': escaped,
  };
  const body = Object.entries(properties)
    .map(([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`)
    .join('');
  const answer = await fetch(`${url}/oozie/v2/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: `<configuration>${body}</configuration>`,
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return ((await answer.json()) as { id: string }).id;
}

/** From the nominal time until the action is RUNNING, and until its workflow's first action is. */
async function measureQuiet(): Promise<BenchRow[]> {
  const place = makePlace(
    '<start to="a"/><action name="a"><fs/><ok to="end"/><error to="end"/></action><end name="end"/>',
    { 'oozie.suspend.on.nodes': 'end' },
  );
  const server = await startServer({ dataDirectory: join(place.directory, 'data'), port: 0 });
  const lags: { running: number[]; step: number[] } = { running: [], step: [] };
  try {
    for (let minute = 0; minute < QUIET_MINUTES; minute++) {
      const dueMs = Math.ceil((Date.now() + 5_000) / MINUTE_MS) * MINUTE_MS;
      const definition = coordinator(dueMs, dueMs + MINUTE_MS, place.appPath);
      for (let count = 0; count < QUIET_COORDINATORS; count++) {
        await submit(server.url, definition, place.properties);
      }
      await quietLags(place, dueMs, lags);
    }
  } finally {
    await server.close();
    rmSync(place.directory, { recursive: true, force: true });
  }
  const rows = {
    'a due action RUNNING on a quiet server, p99': lags.running,
    "a due action's workflow at its first action on a quiet server, p99": lags.step,
  };
  return Object.entries(rows).map(([name, values]) => {
    const sorted = values.sort((left, right) => left - right);
    return {
      name,
      value: percentile(sorted, 0.99),
      unit: 'ms',
      aim: { atMost: QUIET_LAG_MS_MAX },
      details: { p50: percentile(sorted, 0.5), samples: sorted.length },
    };
  });
}

async function quietLags(
  place: Place,
  dueMs: number,
  lags: { running: number[]; step: number[] },
): Promise<void> {
  const database = new DatabaseSync(findDatabase(place), { readOnly: true });
  const started = database.prepare(
    "select count(*) as total from coordinator_actions where nominal_ms = ? and status not in ('WAITING', 'READY', 'SUBMITTED')",
  );
  const steps = database.prepare(
    "select a.started_ms from workflow_actions a join workflow_jobs w on w.id = a.job_id where a.name = 'a' and w.created_ms >= ?",
  );
  try {
    await new Promise((resolve) => setTimeout(resolve, dueMs - Date.now()));
    for (let seen = 0; seen < QUIET_COORDINATORS; ) {
      const { total } = started.get(dueMs) as { total: number };
      for (; seen < total; seen++) lags.running.push(Date.now() - dueMs);
      await new Promise((resolve) => setTimeout(resolve, QUIET_LOOK_INTERVAL_MS));
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    for (const row of steps.all(dueMs) as { started_ms: number }[]) {
      lags.step.push(row.started_ms - dueMs);
    }
  } finally {
    database.close();
  }
}

async function measureBurst(scale: number): Promise<BenchRow[]> {
  const count = Math.round(COORDINATORS * scale);
  const place = makePlace();
  const server = await startServer({ dataDirectory: join(place.directory, 'data'), port: 0 });
  try {
    const beforeBytes = process.memoryUsage().rss;
    // Far enough for all submissions: 200 a second at the least.
    const leadMs = Math.max(MINUTE_MS, (count / 200) * 1_000);
    const dueMs = Math.ceil((Date.now() + leadMs) / MINUTE_MS) * MINUTE_MS;
    const definition = coordinator(dueMs, dueMs + MINUTE_MS, place.appPath);
    const submittedMs = Date.now();
    let left = count;
    await Promise.all(
      Array.from({ length: PARALLEL }, async () => {
        while (left-- > 0) await submit(server.url, definition);
      }),
    );
    const submissionMs = Date.now() - submittedMs;
    const heldBytes = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, dueMs - Date.now()));
    const before = process.cpuUsage();
    const lags = await lagsOf(place, count, dueMs);
    const { user, system } = process.cpuUsage(before);
    return [
      {
        name: `lag of the start of ${count} actions of one second, p99`,
        value: percentile(lags, 0.99),
        unit: 'ms',
        aim: { atMost: LAG_MS_MAX },
        details: { p50: percentile(lags, 0.5), max: percentile(lags, 1) },
      },
      {
        name: `processor time of the start of an action (${count})`,
        value: Math.round((user + system) / count / 10) / 100,
        unit: 'ms',
      },
      {
        name: `memory of a coordinator (${count})`,
        value: Math.round((heldBytes - beforeBytes) / count / 1_024),
        unit: 'KiB',
        details: { rssMiB: Math.round(heldBytes / 1_048_576) },
      },
      {
        name: 'submissions of coordinators',
        value: Math.round((count / submissionMs) * 1_000),
        unit: '/s',
      },
    ];
  } finally {
    await server.close();
    rmSync(place.directory, { recursive: true, force: true });
  }
}

/** From the nominal time until the workflow, start to end, is committed. */
async function lagsOf(place: Place, count: number, dueMs: number): Promise<number[]> {
  const database = new DatabaseSync(findDatabase(place), { readOnly: true });
  const ended = database.prepare(
    "select ended_ms from workflow_jobs where status = 'SUCCEEDED' order by ended_ms",
  );
  const total = database.prepare(
    "select count(*) as total from coordinator_actions where status = 'SUCCEEDED'",
  );
  try {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
      if ((total.get() as { total: number }).total >= count) break;
    }
    return (ended.all() as { ended_ms: number }[]).map((row) => row.ended_ms - dueMs);
  } finally {
    database.close();
  }
}

function findDatabase({ directory }: Place): string {
  return join(directory, 'data', 'howdah.db');
}

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** A job with many past actions is listed, and materialises, as one with few does. */
async function measurePast(scale: number): Promise<BenchRow[]> {
  const count = Math.round(PAST_ACTIONS * scale);
  const place = makePlace();
  const dataDirectory = join(place.directory, 'data');
  const first = await startServer({ dataDirectory, port: 0 });
  const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS;
  const definition = coordinator(startMs, startMs + 2 * MINUTE_MS, place.appPath);
  const id = await submit(first.url, definition);
  await first.close();
  fillPast(findDatabase(place), id, count);
  const server = await startServer({ dataDirectory, port: 0 });
  try {
    const rows: BenchRow[] = [];
    const queries = {
      'last page of actions': `job/${id}?show=info&len=50&order=desc`,
      'failed actions': `job/${id}?show=info&len=50&filter=status%3DFAILED`,
      'list of coordinators': 'jobs?jobtype=coordinator',
    };
    for (const [name, path] of Object.entries(queries)) {
      const beganMs = performance.now();
      await (await fetch(`${server.url}/oozie/v2/${path}`)).text();
      const value = Math.round((performance.now() - beganMs) * 10) / 10;
      const aim = { atMost: PAST_MS_MAX };
      rows.push({ name: `${name} with ${count} past actions`, value, unit: 'ms', aim });
    }
    const beganMs = performance.now();
    const body = { method: 'PUT' };
    const end = timeText(startMs + 3 * 1_440 * MINUTE_MS);
    await fetch(`${server.url}/oozie/v2/job/${id}?action=change&value=endtime%3D${end}`, body);
    const value = Math.round((performance.now() - beganMs) * 10) / 10;
    const aim = { atMost: PAST_MS_MAX };
    rows.push({ name: `change of the end with ${count} past actions`, value, unit: 'ms', aim });
    return rows;
  } finally {
    await server.close();
    rmSync(place.directory, { recursive: true, force: true });
  }
}

function fillPast(path: string, jobId: string, count: number): void {
  const database = new DatabaseSync(path);
  database.exec(`
    with recursive numbers(number) as (
      select 2 union all select number + 1 from numbers where number <= ${count}
    )
    insert into coordinator_actions
      (id, job_id, action_number, nominal_ms, status, is_active, created_ms, modified_ms, conf_hash,
       missing, push_missing, is_resolved, timeout_minutes, run, is_failed_rerun)
    select '${jobId}@' || number, '${jobId}', number, number * 300000,
      iif(number % 1000 = 0, 'FAILED', 'SUCCEEDED'), 0, 0, 0, '', '', '', 1, 120, 0, 0
    from numbers;
    update coordinator_jobs set last_action_number = ${count + 1} where id = '${jobId}';
  `);
  database.close();
}
