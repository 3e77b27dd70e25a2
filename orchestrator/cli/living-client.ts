/** Finds the server that lives in a data directory. */
import { setTimeout as pause } from 'node:timers/promises';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { layoutOf } from '../data-directory/data-directory-layout.ts';
import { livingServer } from '../data-directory/server-record.ts';
import { ApiClient } from './api-client.ts';

/** A server that has the lock answers within a second or two; more is a sick machine. */
const START_TIMEOUT_MS = 20_000;
const LOOK_INTERVAL_MS = 20;

/** A client of the living server, once it is ready to answer; undefined if none lives. */
export async function livingClient(dataDirectory: string): Promise<ApiClient | undefined> {
  const { serverRecordPath } = layoutOf(dataDirectory);
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += LOOK_INTERVAL_MS) {
    const server = livingServer(serverRecordPath);
    if (server === undefined) return undefined;
    if (server.url !== undefined) return new ApiClient(server.url);
    await pause(LOOK_INTERVAL_MS);
  }
  return undefined;
}

/** @throws HowdahError HOWDAH_SERVER_UNREACHABLE when no server runs in the data directory */
export async function requireClient(dataDirectory: string): Promise<ApiClient> {
  const client = await livingClient(dataDirectory);
  if (client !== undefined) return client;
  throw new HowdahError(
    'HOWDAH_SERVER_UNREACHABLE',
    [dataDirectory, 'no server runs in this data directory'],
    { mend: `start one with: howdah server --data-dir ${dataDirectory}` },
  );
}
