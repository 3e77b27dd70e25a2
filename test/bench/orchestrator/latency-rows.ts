/** How long one workflow takes: chains, a fan-out, and the way to the first step. */

import { ServerProcess } from '../../support/server-process.ts';
import { median, percentile } from '../statistics.ts';
import { chain, fanOut, type StepKind, writeApp } from './bench-apps.ts';
import type { RowSource } from './row-source.ts';

const WARM_UPS = 20;
const RUNS = 15;
const FIRST_STEP_RUNS = 200;

export const latencyRows: readonly RowSource[] = [
  timed('chain of 40 steps', chain(40, 'function'), 45),
  timed('1 + 100 in parallel + 1', fanOut(100, 'function'), 30),
  timed('chain of 40 synchronous steps', chain(40, 'fs')),
  timed('chain of 40 × /bin/true', chain(40, 'true'), 150),
  { name: 'submit to first step', measure: submitToFirstStep },
];

/** From before the submission to after the end, as the caller sees it. */
function timed(name: string, nodes: string, atMost?: number): RowSource {
  return {
    name,
    async measure() {
      const server = await ServerProcess.start();
      try {
        const app = writeApp(server.directory, 'app', nodes);
        const properties = { directory: `file://${server.directory}/made` };
        const times: number[] = [];
        for (let run = 0; run < WARM_UPS + RUNS; run++) {
          const beganMs = performance.now();
          const id = await server.run(app, properties);
          if (run >= WARM_UPS) times.push(performance.now() - beganMs);
          const { status } = await server.job(id);
          if (status !== 'SUCCEEDED') throw new Error(`job ${id} ended ${status}`);
        }
        return {
          name,
          value: median(times),
          unit: 'ms',
          aim: atMost === undefined ? undefined : { atMost },
          details: { best: Math.min(...times), worst: Math.max(...times) },
        };
      } finally {
        await server.stop();
      }
    },
  };
}

async function submitToFirstStep() {
  const server = await ServerProcess.start();
  try {
    const kind: StepKind = 'began';
    const app = writeApp(server.directory, 'app', chain(1, kind));
    const times: number[] = [];
    for (let run = 0; run < WARM_UPS + FIRST_STEP_RUNS; run++) {
      const beganNanoseconds = process.hrtime.bigint();
      const id = await server.run(app);
      const { actions } = await server.job(id);
      const data = actions.find(({ name }) => name === 'step-0')?.data ?? '';
      const reached = BigInt(/nanoseconds=(\d+)/.exec(data)?.[1] ?? 0);
      if (run >= WARM_UPS) times.push(Number(reached - beganNanoseconds) / 1e6);
    }
    return {
      name: 'submit to first step, p50',
      value: median(times),
      unit: 'ms',
      aim: { atMost: 2 },
      details: { p99: percentile(times, 0.99), 'p99 aim': 5 },
    };
  } finally {
    await server.stop();
  }
}
