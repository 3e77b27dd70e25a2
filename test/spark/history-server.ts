/** A real Spark History Server over a directory of logs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';

/** Of its own surroundings. */
const ownAffairs = /NativeCodeLoader|Utils: Your hostname|Utils: Set SPARK_LOCAL_IP/;

const START_TIMEOUT_MS = 60_000;

export interface HistoryServer {
  /** The answer of `/api/v1/<path>`; texts of errors as they are. */
  get(path: string): Promise<unknown>;
  /** What it has complained of. */
  warnings(): string[];
  stop(): Promise<void>;
}

/** @param home Spark's */
export async function startHistoryServer(home: string, logs: string): Promise<HistoryServer> {
  const port = await freePort();
  const options = {
    'spark.history.fs.logDirectory': `file:${logs}`,
    'spark.history.fs.update.interval': '1s',
    'spark.history.ui.port': String(port),
  };
  const words = Object.entries(options).map(([key, value]) => `-D${key}=${value}`);
  const server = spawn(
    'java',
    [
      ...['-cp', join(home, 'jars', '*'), ...words, '--add-opens=java.base/java.lang=ALL-UNNAMED'],
      'org.apache.spark.deploy.history.HistoryServer',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' } },
  );
  let log = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    const text = await response.text();
    return response.ok ? (JSON.parse(text) as unknown) : text;
  };
  await eventually(() => get('version').catch(() => undefined), { deadlineMs: START_TIMEOUT_MS });
  return {
    get,
    warnings: () =>
      log.split('\n').filter((line) => / (WARN|ERROR) /.test(line) && !ownAffairs.test(line)),
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
