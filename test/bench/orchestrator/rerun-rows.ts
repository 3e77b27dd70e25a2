/** How soon a rerun reaches the first action that it has to run. */
import { ServerProcess } from '../../support/server-process.ts';
import { median } from '../statistics.ts';
import { longChain, writeApp } from './bench-apps.ts';
import type { RowSource } from './row-source.ts';

const NAME = 'rerun of 1,000 actions with skip.nodes, to first action';
const ACTIONS = 1_000;
const RUNS = 7;

export const rerunRows: readonly RowSource[] = [{ name: NAME, measure: rerunSkipping }];

/** All actions but the last are kept; the last says when it began. */
async function rerunSkipping() {
  const server = await ServerProcess.start();
  try {
    const id = await server.run(writeApp(server.directory, 'app', longChain(ACTIONS)));
    const last = `step-${ACTIONS - 1}`;
    const kept = Array.from({ length: ACTIONS - 1 }, (_, index) => `step-${index}`).join(',');
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const beganNanoseconds = process.hrtime.bigint();
      await server.rerun(id, { 'oozie.wf.rerun.skip.nodes': kept });
      await server.follow(id);
      const { actions } = await server.job(id);
      const data = actions.find(({ name }) => name === last)?.data ?? '';
      const reached = BigInt(/nanoseconds=(\d+)/.exec(data)?.[1] ?? 0);
      times.push(Number(reached - beganNanoseconds) / 1e6);
    }
    return { name: NAME, value: median(times), unit: 'ms', aim: { atMost: 200 } };
  } finally {
    await server.stop();
  }
}
