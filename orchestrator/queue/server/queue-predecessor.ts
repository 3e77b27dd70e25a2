/** What a server that was killed leaves behind: its queue server, which nobody else ends. */
import { readFileSync, rmSync } from 'node:fs';
import { isAlive, type ProcessIdentity } from '../../../base/process/process-identity.ts';
import { shutDown } from './queue-probe.ts';

/** How long its orderly end may take; it has nothing to save. */
const STOP_TIMEOUT_MS = 2_000;

export interface QueuePredecessor {
  readonly socketPath: string;
  /** File that holds the child's ProcessIdentity. */
  readonly identityPath: string;
}

/** Ends the queue server that a dead server left in this data directory, if one still runs. */
export async function endPredecessor({
  socketPath,
  identityPath,
}: QueuePredecessor): Promise<void> {
  const identity = readIdentity(identityPath);
  // Only an identity with a boot id is certain enough to kill by.
  if (identity?.bootId && isAlive(identity)) process.kill(identity.pid, 'SIGKILL');
  await shutDown(socketPath, STOP_TIMEOUT_MS);
  rmSync(socketPath, { force: true });
  rmSync(identityPath, { force: true });
}

function readIdentity(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
