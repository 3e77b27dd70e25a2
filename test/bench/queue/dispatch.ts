/**
 * Measures the queue alone: from `dispatch` to `onDispatch` one at a time, and ten thousand at
 * once. Prints JSON. Run it with `node test/bench/queue/dispatch.ts`; how many dispatches make an
 * entry of the queue, `shared` or `own`, and a queue's URL may follow.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../base/time/system-clock.ts';
import { Dispatcher } from '../../../orchestrator/queue/dispatcher.ts';
import { openQueue } from '../../../orchestrator/queue/server/open-queue.ts';

const WARM_UP = 500;
const SINGLES = 2_000;
const BURST = 10_000;
const BURSTS = 3;

const directory = mkdtempSync(join(tmpdir(), 'howdah-bench-'));
const report = (error: unknown) => console.error(error);
const queue = await openQueue({
  url: process.argv[4],
  socketPath: join(directory, 'queue.sock'),
  identityPath: join(directory, 'queue.json'),
  logPath: join(directory, 'queue.log'),
  clock: systemClock,
  onError: report,
});
let onArrival = () => {};
const dispatcher = new Dispatcher({
  address: queue.address,
  installation: 'bench',
  clock: systemClock,
  concurrency: 256,
  isShared: process.argv[3] === 'shared',
  entryItemsMax: Number(process.argv[2] ?? 1),
  onDispatch: async () => onArrival(),
  onError: report,
  onReconnected: () => {},
});
await dispatcher.start();

const latenciesMs: number[] = [];
for (let index = 0; index < WARM_UP + SINGLES; index += 1) {
  const startMs = performance.now();
  await new Promise<void>((resolve, reject) => {
    onArrival = resolve;
    dispatcher.dispatch([item('single', index)]).catch(reject);
  });
  if (index >= WARM_UP) latenciesMs.push(performance.now() - startMs);
}
latenciesMs.sort((left, right) => left - right);

const bursts = [];
for (let round = 0; round < BURSTS; round += 1) bursts.push(await burst(round));

console.log(
  JSON.stringify(
    {
      machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
      latencyMs: { p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) },
      bursts,
      residentMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    },
    null,
    2,
  ),
);
await dispatcher.close();
await queue.close();
rmSync(directory, { recursive: true });

async function burst(round: number) {
  const items = Array.from({ length: BURST }, (_, index) => item(`burst-${round}`, index));
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  let arrived = 0;
  await new Promise<void>((resolve, reject) => {
    onArrival = () => {
      arrived += 1;
      if (arrived === BURST) resolve();
    };
    dispatcher.dispatch(items).catch(reject);
  });
  const cpu = process.cpuUsage(cpuBefore);
  return {
    perSecond: Math.round(BURST / ((performance.now() - startMs) / 1_000)),
    cpuMicrosecondsPerItem: round1((cpu.user + cpu.system) / BURST),
  };
}

function item(kind: string, index: number) {
  const jobId = `0000001-261120094500000-${kind}-W`;
  return { attemptId: `${jobId}@step-${index}`, dispatchNumber: 1, payload: { jobId, index } };
}

function quantile(fraction: number): number {
  return round1((latenciesMs[Math.ceil(latenciesMs.length * fraction) - 1] ?? 0) * 100) / 100;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
