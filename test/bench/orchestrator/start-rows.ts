/** Cold starts, and what a server costs while it waits. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from '../../support/server-process.ts';
import { median } from '../statistics.ts';
import { chain, writeApp } from './bench-apps.ts';
import type { RowSource } from './row-source.ts';

const RUNS = 7;
const repository = fileURLToPath(new URL('../../../', import.meta.url));

export const startRows: readonly RowSource[] = [
  { name: 'cold start to first result', measure: coldStart },
  { name: 'howdah run, cold', measure: coldRun },
  { name: 'idle memory', measure: idleMemory },
  { name: 'spark action counting 1,000 numbers', measure: sparkAction },
];

async function coldStart() {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const beganMs = performance.now();
    const server = await ServerProcess.start();
    await server.run(writeApp(server.directory, 'app', chain(1, 'function')));
    times.push(performance.now() - beganMs);
    await server.stop();
  }
  return milliseconds('cold start to first result', times, 800);
}

async function coldRun() {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-bench-'));
  const app = writeApp(directory, 'app', chain(1, 'true')).replace('file://', '');
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const beganMs = performance.now();
    const command = [join(repository, 'bin/howdah.js'), 'run', app];
    const child = spawn(process.execPath, [...command, '--data-dir', join(directory, `d${run}`)], {
      stdio: 'ignore',
    });
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`howdah run ended with ${code}`);
    times.push(performance.now() - beganMs);
  }
  rmSync(directory, { recursive: true, force: true });
  return milliseconds('howdah run, cold', times, 800);
}

async function idleMemory() {
  const server = await ServerProcess.start();
  try {
    await server.run(writeApp(server.directory, 'app', chain(3, 'true')));
    return {
      name: 'idle memory',
      value: server.memoryMegabytes(),
      unit: 'MB',
      aim: { atMost: 150 },
    };
  } finally {
    await server.stop();
  }
}

async function sparkAction() {
  const server = await ServerProcess.start();
  try {
    const spark =
      '<start to="count"/><action name="count"><spark xmlns="uri:oozie:spark-action:1.0">' +
      `<master>local[2]</master><name>count</name><jar>${join(import.meta.dirname, 'count-app.ts')}</jar>` +
      '</spark><ok to="end"/><error to="fail"/></action>';
    const app = writeApp(server.directory, 'app', spark);
    const times: number[] = [];
    for (let run = 0; run <= RUNS; run++) {
      const beganMs = performance.now();
      const id = await server.run(app);
      const { status } = await server.job(id);
      if (status !== 'SUCCEEDED') throw new Error(`job ${id} ended ${status}`);
      // The first one bundles the application, as its first submission does.
      if (run > 0) times.push(performance.now() - beganMs);
    }
    return milliseconds('spark action counting 1,000 numbers', times, 400);
  } finally {
    await server.stop();
  }
}

function milliseconds(name: string, times: readonly number[], atMost: number) {
  const details = { best: Math.min(...times), worst: Math.max(...times) };
  return { name, value: median(times), unit: 'ms', aim: { atMost }, details };
}
