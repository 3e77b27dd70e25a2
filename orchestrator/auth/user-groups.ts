/** The groups of a user of this machine, for rules that name groups. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A directory service that takes longer than this is down. */
const LOOKUP_TIMEOUT_MS = 10_000;

/** Empty for a user whom the machine does not know. */
export async function groupsOfUser(user: string): Promise<readonly string[]> {
  // It must not be taken for an option.
  if (!/^[\w.][\w.@$-]*$/.test(user)) return [];
  try {
    const { stdout } = await run('id', ['-Gn', user], { timeout: LOOKUP_TIMEOUT_MS });
    return stdout.split(/\s+/).filter((group) => group !== '');
  } catch {
    return [];
  }
}
