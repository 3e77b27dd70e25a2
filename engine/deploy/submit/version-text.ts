/** The text of `spark-submit --version`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../base/package-root.ts';

export function versionText(): string {
  const description = readFileSync(join(packageRoot(import.meta.url), 'package.json'), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  return `Howdah ${version}\nUsing Node ${process.version}\n`;
}
