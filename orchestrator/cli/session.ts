/** A server to talk to: the one that lives in the data directory, or one of our own for a while. */
import { setTimeout as pause } from 'node:timers/promises';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { ApiClient } from './api-client.ts';
import { livingClient } from './living-client.ts';

export interface Session {
  readonly client: ApiClient;
  /** The server lives in this process and ends with the session. */
  readonly isHosted: boolean;
  close(): Promise<void>;
}

/** Servers come and go within a second or two; one that is neither there nor gone is sick. */
const LOOKS_MAX = 100;
const LOOK_INTERVAL_MS = 50;

/**
 * @throws HowdahError when there is no server and none can be started
 */
export async function openSession(dataDirectory: string): Promise<Session> {
  for (let look = 1; ; look++) {
    const client = await livingClient(dataDirectory);
    try {
      if (client === undefined) return await host(dataDirectory);
      await client.status();
      return joined(client);
    } catch (error) {
      client?.close();
      if (!isPassing(error) || look === LOOKS_MAX) throw error;
      await pause(LOOK_INTERVAL_MS);
    }
  }
}

/** Somebody else was faster to take the directory, or is about to leave it. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof HowdahError &&
    (error.code === 'HOWDAH_DATA_DIRECTORY_LOCKED' || error.code === 'HOWDAH_SERVER_UNREACHABLE')
  );
}

/** A session with a server that goes on without it. */
export function joined(client: ApiClient): Session {
  return {
    client,
    isHosted: false,
    close: async () => client.close(),
  };
}

async function host(dataDirectory: string): Promise<Session> {
  const { startServer } = await import('../server/start-server.ts');
  const server = await startServer({ dataDirectory, port: 0 });
  const client = new ApiClient(server.url);
  return {
    client,
    isHosted: true,
    close: async () => {
      client.close();
      await server.close();
    },
  };
}
