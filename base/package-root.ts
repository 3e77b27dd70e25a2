import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The directory of the package that the module belongs to, whether it runs as source or compiled
 * below `dist`: files such as `bin/spark-submit.sh` are in one place only.
 */
export function packageRoot(importMetaUrl: string): string {
  let directory = dirname(fileURLToPath(importMetaUrl));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`${importMetaUrl} belongs to no package`);
    directory = parent;
  }
  return directory;
}
