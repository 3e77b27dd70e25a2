/** Where the queue of this server is: given by its user, or a private server of its own. */

import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Clock } from '../../../base/time/clock.ts';
import type { QueueAddress } from '../queue-address.ts';
import { findQueueBinary } from './find-queue-binary.ts';
import { startQueueServer } from './queue-server.ts';
import { queueSocketPath } from './queue-socket-path.ts';

export interface OpenQueueOptions {
  /** `redis://…`, `rediss://…` or `unix:/path` of a server that runs already. */
  readonly url?: string | undefined;
  /** Paths in the data directory; see QueueServerOptions. */
  readonly socketPath: string;
  readonly identityPath: string;
  readonly logPath: string;
  readonly clock: Clock;
  /** Told when the private server's process is created, long before it answers. */
  readonly onCreated?: (() => void) | undefined;
  readonly onError: (error: HowdahError) => void;
  readonly environment?: NodeJS.ProcessEnv;
}

export interface OpenQueue {
  readonly address: QueueAddress;
  /** Ends the private server; a given one is left alone. */
  close(): Promise<void>;
}

/**
 * Makes a queue server available.
 *
 * @throws HowdahError HOWDAH_USAGE for a malformed URL, HOWDAH_QUEUE_MISSING when there is no
 *   binary to run, HOWDAH_QUEUE_UNAVAILABLE when it does not start
 */
export async function openQueue(options: OpenQueueOptions): Promise<OpenQueue> {
  if (options.url !== undefined) {
    return { address: parseQueueUrl(options.url), close: () => Promise.resolve() };
  }
  const binary = await findQueueBinary(options.environment);
  const socketPath = queueSocketPath(options.socketPath, options.environment);
  const server = await startQueueServer({ ...options, binary, socketPath });
  return {
    address: { socketPath },
    close: async () => {
      await server.stop();
      if (socketPath !== options.socketPath) rmSync(dirname(socketPath), { recursive: true });
    },
  };
}

/** @throws HowdahError HOWDAH_USAGE */
export function parseQueueUrl(url: string): QueueAddress {
  if (URL.canParse(url)) {
    const { protocol, hostname, pathname } = new URL(url);
    if (protocol === 'unix:' && pathname.startsWith('/')) return { socketPath: pathname };
    if ((protocol === 'redis:' || protocol === 'rediss:') && hostname !== '') return { url };
  }
  throw new HowdahError(
    'HOWDAH_USAGE',
    [`The queue server's address [${url}] is not a URL of one`],
    {
      mend: 'write it as redis://HOST:PORT, rediss://HOST:PORT or unix:/PATH',
    },
  );
}
