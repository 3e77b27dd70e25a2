/** Where bundled programs are kept: a directory that only this user can write to. */
import { mkdirSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * `$XDG_CACHE_HOME/howdah/programs`, else `~/.cache/howdah/programs`, else a private directory
 * below the temporary one. Code from it is run, so a directory of somebody else is never taken.
 */
export function programCacheDirectory(environment: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME: cacheHome, HOME: home } = environment;
  const candidates = [
    ...(cacheHome ? [join(cacheHome, 'howdah', 'programs')] : []),
    ...(home ? [join(home, '.cache', 'howdah', 'programs')] : []),
  ];
  const usable = candidates.find(isUsable);
  if (usable !== undefined) {
    return usable;
  }
  const fallback = join(tmpdir(), `howdah-${userInfo().uid}`, 'programs');
  if (!isUsable(fallback)) {
    throw new Error(
      `No directory for bundled programs can be written: ${[...candidates, fallback].join(', ')}`,
    );
  }
  return fallback;
}

function isUsable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(directory);
    const isOurs = process.getuid === undefined || uid === process.getuid();
    const isWritableByOthers = (mode & 0o022) !== 0;
    return isOurs && !isWritableByOthers;
  } catch {
    return false;
  }
}
