/** Where a user's data lies when no directory is named. */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * `$HOWDAH_DATA_DIR`, else `howdah` in the XDG data directory.
 *
 * @returns an absolute path
 */
export function defaultDataDirectory(environment: NodeJS.ProcessEnv): string {
  const own = environment.HOWDAH_DATA_DIR;
  if (own !== undefined && own !== '') return resolve(own);
  const shared = environment.XDG_DATA_HOME;
  // The XDG specification has relative paths ignored.
  if (shared !== undefined && isAbsolute(shared)) return join(shared, 'howdah');
  return join(homedir(), '.local', 'share', 'howdah');
}
