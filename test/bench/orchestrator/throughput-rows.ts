/** How many workflows a server completes when many arrive at once. */

import { ServerProcess } from '../../support/server-process.ts';
import { chain, type StepKind, writeApp } from './bench-apps.ts';
import type { RowSource } from './row-source.ts';

/** Submissions that are under way at the same time, from one client. */
const CONCURRENT_SUBMISSIONS = 64;

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
        await submitAndFollow(server, app, CONCURRENT_SUBMISSIONS);
        const beganMs = performance.now();
        await submitAndFollow(server, app, jobs);
        const seconds = (performance.now() - beganMs) / 1_000;
        const done = await server.countJobs('status=SUCCEEDED');
        if (done !== jobs + CONCURRENT_SUBMISSIONS) throw new Error(`only ${done} jobs succeeded`);
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

async function submitAndFollow(server: ServerProcess, app: string, jobs: number): Promise<void> {
  let left = jobs;
  const ids: string[] = [];
  const client = async () => {
    while (left-- > 0) ids.push(await server.submit(app));
  };
  await Promise.all(Array.from({ length: CONCURRENT_SUBMISSIONS }, client));
  // Most are over by now; following the others costs one stream each.
  const queue = [...ids];
  const follower = async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) await server.follow(id);
  };
  await Promise.all(Array.from({ length: CONCURRENT_SUBMISSIONS }, follower));
}
