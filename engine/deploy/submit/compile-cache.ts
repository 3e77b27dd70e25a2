/** Keeps compiled code between runs: ours, the application's, and that of threads and executors. */
import module from 'node:module';
import { join } from 'node:path';

/**
 * Node's own default lies in the temporary directory, where other users could plant code; ours is
 * in the user's cache directory. Threads and executor processes take it over from the environment.
 */
export function enableCompileCache(environment: NodeJS.ProcessEnv): void {
  const { XDG_CACHE_HOME: cacheHome, HOME: home, NODE_COMPILE_CACHE: given } = environment;
  const directory = cacheHome || (home && join(home, '.cache'));
  if (given || !directory) {
    return; // A given one is on already.
  }
  const compiled = join(directory, 'howdah', 'compiled');
  module.enableCompileCache(compiled);
  environment.NODE_COMPILE_CACHE = compiled;
}
