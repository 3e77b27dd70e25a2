/**
 * What a whole run of tests shares: one directory for everything temporary, and the servers that
 * are too dear to start for every file. They are children of the run's main process and start when
 * the first test asks for them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopLeftQueueServers } from './left-queue-servers.ts';
import { startPostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absolute path; removed after the run. */
    runDirectory: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-'));
  project.provide('runDirectory', directory);
  let postgres: ReturnType<typeof startPostgresServer> | undefined;
  const server = await listen(join(directory, 'services.sock'), async () => {
    postgres ??= startPostgresServer(join(tmpdir()));
    return (await postgres).socketDirectory;
  });
  return async () => {
    server.close();
    await (await postgres?.catch(() => undefined))?.stop();
    stopLeftQueueServers(directory);
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** Answers every connection with one JSON line: the value, or why there is none. */
function listen(path: string, answer: () => Promise<string>): Promise<Server> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => socket.destroy());
    answer().then(
      (value) => socket.end(`${JSON.stringify({ value })}\n`),
      (error) => socket.end(`${JSON.stringify({ error: String(error) })}\n`),
    );
  });
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(path, () => resolve(server));
  });
}
