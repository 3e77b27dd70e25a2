/**
 * How the REST interface answers 200 clients at once with 100,000 finished jobs in the store. The
 * clients run on the same cores. `--seconds` and `--scale` make it shorter and smaller.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess } from '../../support/server-process.ts';
import type { BenchOptions, BenchRow, BenchSuite } from '../report.ts';
import { percentile } from '../statistics.ts';
import { fillStore } from './fill-store.ts';
import { type LoadResult, type RequestKind, runMixedLoad } from './mixed-load.ts';

const JOBS = 100_000;
const CLIENTS = 200;
const SECONDS_DEFAULT = 60;

/** A script that polls four times a second is an eager one. */
const THINK_MS = 250;

/** What listing for people may take. */
const LIST_AIM_MS = 100;
const INFO_AIM_MS = 50;

export const apiSuite: BenchSuite = {
  async run({ scale, seconds = SECONDS_DEFAULT }: BenchOptions): Promise<BenchRow[]> {
    const first = await ServerProcess.start();
    const app = writeApp(first.directory);
    const jobId = await first.run(app);
    await first.end();
    const jobs = Math.round(JOBS * scale);
    const store = fillStore(join(first.directory, 'data', 'howdah.db'), jobId, jobs);
    const server = await ServerProcess.start(first.directory);
    try {
      const load = { url: server.url, thinkMs: THINK_MS, store, app };
      await runMixedLoad({ ...load, clients: 20, seconds: Math.min(seconds, 3) });
      const megabytesBefore = server.memoryMegabytes();
      const result = await runMixedLoad({ ...load, clients: CLIENTS, seconds });
      const megabytes = [megabytesBefore, server.memoryMegabytes()] as const;
      return rowsOf(result, { jobs, seconds, megabytes });
    } finally {
      await server.stop();
    }
  },
};

interface Facts {
  readonly jobs: number;
  readonly seconds: number;
  readonly megabytes: readonly [before: number, after: number];
}

function rowsOf(result: LoadResult, { jobs, seconds, megabytes }: Facts): BenchRow[] {
  const { durationsMs, errors } = result;
  const answers = Object.values(durationsMs).reduce((total, { length }) => total + length, 0);
  const [before, after] = megabytes;
  return [
    latency('job info: 99th percentile', durationsMs, 'info', INFO_AIM_MS),
    latency('list by status: 99th percentile', durationsMs, 'byStatus', LIST_AIM_MS),
    latency('list by name: 99th percentile', durationsMs, 'byName', LIST_AIM_MS),
    latency('submit: 99th percentile', durationsMs, 'submit', undefined),
    { name: 'errors', value: errors, unit: '', aim: { atMost: 0 } },
    {
      name: 'answers',
      value: answers / seconds,
      unit: '/s',
      details: { clients: CLIENTS, seconds, 'jobs in the store': jobs },
    },
    { name: 'memory gained', value: after - before, unit: 'MB', details: { before, after } },
  ];
}

function latency(
  name: string,
  durationsMs: LoadResult['durationsMs'],
  kind: RequestKind,
  atMost: number | undefined,
): BenchRow {
  const values = durationsMs[kind];
  return {
    name,
    value: percentile(values, 0.99),
    unit: 'ms',
    ...(atMost !== undefined && { aim: { atMost } }),
    details: { median: percentile(values, 0.5), worst: percentile(values, 1), n: values.length },
  };
}

function writeApp(parent: string): string {
  const directory = join(parent, 'app');
  mkdirSync(directory);
  writeFileSync(
    join(directory, 'workflow.xml'),
    '<workflow-app xmlns="uri:oozie:workflow:1.0" name="load"><start to="make"/>' +
      `<action name="make"><fs><mkdir path="file://${parent}/made"/></fs>` +
      '<ok to="end"/><error to="failed"/></action>' +
      '<kill name="failed"><message>failed</message></kill><end name="end"/></workflow-app>',
  );
  return `file://${directory}`;
}
