/** Real queue servers for tests, each private and empty. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../base/time/system-clock.ts';
import { findQueueBinary } from '../../orchestrator/queue/server/find-queue-binary.ts';
import {
  type QueueServer,
  startQueueServer,
} from '../../orchestrator/queue/server/queue-server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/**
 * Starts a queue server in a directory of its own. Call `stop()` on it, in `afterAll` or through
 * `useQueueServer`.
 */
export async function embeddedQueueServer(): Promise<QueueServer> {
  const directory = temporaryDirectory();
  return startQueueServer({
    binary: await findQueueBinary(),
    socketPath: join(directory, 'queue.sock'),
    identityPath: join(directory, 'queue.json'),
    logPath: join(directory, 'queue.log'),
    clock: systemClock,
    onError: () => {},
  });
}

/** A queue server for the running test only, stopped when it is finished. */
export async function useQueueServer(): Promise<QueueServer> {
  const server = await embeddedQueueServer();
  onTestFinished(() => server.stop());
  return server;
}
