/** Where the measurements keep what is costly to make: Spark, the compiled program, the text. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$XDG_CACHE_HOME/howdah/bench`, else `~/.cache/howdah/bench`. */
export function cacheDirectory(): string {
  const home = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const directory = join(home, 'howdah', 'bench');
  mkdirSync(directory, { recursive: true });
  return directory;
}
