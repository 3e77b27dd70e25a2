/** Ends the queue servers of servers that tests have killed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from '../../base/process/process-identity.ts';
import { layoutOf } from '../../orchestrator/data-directory/data-directory-layout.ts';

/** Looks for identity files of queue servers anywhere below `directory`. */
export function stopLeftQueueServers(directory: string): void {
  const fileName = layoutOf('').queueIdentityPath;
  for (const path of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (!`/${path}`.endsWith(`/${fileName}`)) continue;
    const identity = JSON.parse(readFileSync(join(directory, path), 'utf8')) as ProcessIdentity;
    if (isAlive(identity)) process.kill(identity.pid, 'SIGKILL');
  }
}
