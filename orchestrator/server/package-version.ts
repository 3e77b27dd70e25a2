/** The version of this package. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From the package's own description, which lies above the sources and above the compiled form. */
export function packageVersion(): string {
  const isCompiled = import.meta.url.endsWith('.js');
  const root = new URL(isCompiled ? '../../../' : '../../', import.meta.url);
  const text = readFileSync(fileURLToPath(new URL('package.json', root)), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
