/** How many workflows a server completes when many arrive at once. */

import { setTimeout } from 'node:timers/promises';
import { ServerProcess } from '../../support/server-process.ts';
import { chain, type StepKind, writeApp } from './bench-apps.ts';
import type { RowSource } from './row-source.ts';

/** Submissions that are under way at the same time, from one client. */
const CONCURRENT_SUBMISSIONS = 64;
/** A server that has just started is still compiling itself. */
const WARM_UP_JOBS = 500;
/** Between two looks at how many jobs have succeeded. */
const COUNT_INTERVAL_MS = 20;

export const throughputRows: readonly RowSource[] = [
  burst('burst of 3-step workflows', 3_000, 3, 'function', 930),
  burst('1,000 one-shell-action jobs', 1_000, 1, 'true', 200),
];

function burst(
  name: string,
  jobs: number,
  steps: number,
  kind: StepKind,
  atLeast: number,
): RowSource {
  return {
    name,
    async measure() {
      const server = await ServerProcess.start();
      try {
        const app = writeApp(server.directory, 'app', chain(steps, kind));
        await complete(server, app, WARM_UP_JOBS, WARM_UP_JOBS);
        const beganMs = performance.now();
        await complete(server, app, jobs, WARM_UP_JOBS + jobs);
        const seconds = (performance.now() - beganMs) / 1_000;
        return {
          name,
          value: jobs / seconds,
          unit: 'jobs/s',
          aim: { atLeast },
          details: { jobs, 'memory after, MB': server.memoryMegabytes() },
        };
      } finally {
        await server.stop();
      }
    },
  };
}

/** Submits the jobs and waits until so many in all have succeeded. */
async function complete(
  server: ServerProcess,
  app: string,
  jobs: number,
  total: number,
): Promise<void> {
  let left = jobs;
  const client = async () => {
    while (left-- > 0) await server.submit(app);
  };
  await Promise.all(Array.from({ length: CONCURRENT_SUBMISSIONS }, client));
  while ((await server.countJobs('status=SUCCEEDED')) < total) {
    if ((await server.countJobs('status=KILLED;status=FAILED')) > 0)
      throw new Error('a job failed');
    await setTimeout(COUNT_INTERVAL_MS);
  }
}
