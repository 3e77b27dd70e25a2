/** A whole server in the test's own process, on a free port and a directory of its own. */
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../../orchestrator/server/start-server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

export interface TestServer extends RunningServer {
  readonly dataDirectory: string;
}

export async function startTestServer(
  options: Partial<Parameters<typeof startServer>[0]> = {},
): Promise<TestServer> {
  const dataDirectory = options.dataDirectory ?? join(temporaryDirectory(), 'data');
  const server = await startServer({ dataDirectory, port: 0, ...options });
  return { ...server, dataDirectory };
}
