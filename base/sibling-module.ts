import { fileURLToPath } from 'node:url';

/**
 * The path of a module next to the caller's, as source (`.ts`) or compiled (`.js`) like the caller.
 * Processes and worker threads are started from such paths.
 */
export function siblingModule(importMetaUrl: string, pathWithoutExtension: string): string {
  const extension = importMetaUrl.endsWith('.ts') ? '.ts' : '.js';
  return fileURLToPath(new URL(`${pathWithoutExtension}${extension}`, importMetaUrl));
}
