/** A server to talk to: the one that lives in the data directory, or one of our own for a while. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { ApiClient } from './api-client.ts';
import { livingClient } from './living-client.ts';

export interface Session {
  readonly client: ApiClient;
  /** The server lives in this process and ends with the session. */
  readonly isHosted: boolean;
  close(): Promise<void>;
}

/** Several commands that start at once agree within as many looks as there are commands. */
const TAKE_OVER_ATTEMPTS_MAX = 10;

/**
 * @throws HowdahError when there is no server and none can be started
 */
export async function openSession(dataDirectory: string): Promise<Session> {
  for (let attempt = 1; ; attempt++) {
    const client = await livingClient(dataDirectory);
    if (client !== undefined) return joined(client);
    try {
      return await host(dataDirectory);
    } catch (error) {
      const isTaken = error instanceof HowdahError && error.code === 'HOWDAH_DATA_DIRECTORY_LOCKED';
      // Somebody else was faster: that server will do.
      if (!isTaken || attempt === TAKE_OVER_ATTEMPTS_MAX) throw error;
    }
  }
}

function joined(client: ApiClient): Session {
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
