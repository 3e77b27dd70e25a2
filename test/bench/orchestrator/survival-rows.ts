/** kill -9 of the server in the middle of a chain of commands. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess } from '../../support/server-process.ts';
import { chain, writeApp } from './bench-apps.ts';
import type { RowSource } from './row-source.ts';

const STEPS = 40;

export const survivalRows: readonly RowSource[] = [
  { name: 'kill -9 in mid-chain', measure: killInMidChain },
];

async function killInMidChain() {
  const first = await ServerProcess.start();
  const record = join(first.directory, 'record');
  const app = writeApp(first.directory, 'app', chain(STEPS, 'append'));
  const id = await first.submit(app, { record });
  while (linesOf(record).length < STEPS / 2) await new Promise(setImmediate);
  await first.kill();
  const stepsBefore = linesOf(record).length;
  const restartedMs = performance.now();
  const restartedNanoseconds = BigInt(Date.now()) * 1_000_000n;
  const second = await ServerProcess.start(first.directory);
  const readyMs = performance.now() - restartedMs;
  try {
    await second.follow(id);
    const { status } = await second.job(id);
    if (status !== 'SUCCEEDED') throw new Error(`job ${id} ended ${status}`);
    const lines = linesOf(record);
    const next = lines.map(BigInt).find((line) => line > restartedNanoseconds);
    return {
      name: 'kill -9 in mid-chain: time to next step',
      value: Number((next ?? 0n) - restartedNanoseconds) / 1e6,
      unit: 'ms',
      aim: { atMost: 250 },
      details: { 'steps run twice': lines.length - STEPS, 'steps before': stepsBefore, readyMs },
    };
  } finally {
    await second.stop();
  }
}

function linesOf(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}
