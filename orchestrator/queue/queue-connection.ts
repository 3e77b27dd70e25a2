/** The connection to the queue server, opened with an answer within bounded time. */
import { Redis } from 'ioredis';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { describeQueueAddress, type QueueAddress } from './queue-address.ts';

/** A server that says nothing for this long at the start counts as unreachable. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Between two attempts to get a lost connection back: soon at first, then once a second. */
const RECONNECT_PAUSE_MS_MIN = 10;
const RECONNECT_PAUSE_MS_MAX = 1_000;
/** Older servers lack commands that the queue's scripts use. */
const VERSION_MIN = [6, 2] as const;

/**
 * Connects, checks the server's version and from then on reconnects by itself for ever.
 *
 * @throws HowdahError HOWDAH_QUEUE_UNAVAILABLE when the first attempt fails
 */
export async function connectToQueue(address: QueueAddress): Promise<Redis> {
  let isFirstAttempt = true;
  let problem: Error | undefined;
  const options = {
    lazyConnect: true,
    // The older protocol says the same in fewer steps for what is asked here.
    protocol: 2 as const,
    // Commands under way when a connection breaks are sent again, as the workers' loop expects.
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (times: number) =>
      isFirstAttempt ? null : Math.min(times * RECONNECT_PAUSE_MS_MIN, RECONNECT_PAUSE_MS_MAX),
  };
  const client =
    'socketPath' in address
      ? new Redis({ ...options, path: address.socketPath })
      : new Redis(address.url, options);
  const noteProblem = (error: Error) => {
    problem ??= error;
  };
  client.on('error', noteProblem);
  try {
    await client.connect();
    requireVersion(await client.info('server'));
  } catch (error) {
    client.disconnect();
    throw queueUnavailable(address, problem ?? error);
  }
  isFirstAttempt = false;
  client.off('error', noteProblem);
  return client;
}

/** The error for whatever kept the queue server from answering. */
export function queueUnavailable(address: QueueAddress, cause: unknown): HowdahError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new HowdahError('HOWDAH_QUEUE_UNAVAILABLE', [describeQueueAddress(address), problem], {
    mend: 'check that it runs and that the address and password given with --redis are right',
    cause,
  });
}

function requireVersion(info: string): void {
  const version = /redis_version:(\S+)/.exec(info)?.[1] ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [majorMin, minorMin] = VERSION_MIN;
  if (major > majorMin || (major === majorMin && minor >= minorMin)) return;
  throw new Error(`it is version ${version}, and ${VERSION_MIN.join('.')} or newer is needed`);
}
