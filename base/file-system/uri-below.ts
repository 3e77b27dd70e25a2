/** How the paths that a definition gives become URIs. */
import { splitUri } from './file-system-registry.ts';

/** A URI or an absolute path as it is; a relative path below the directory. */
export function uriBelow(directory: string, path: string): string {
  const isComplete = path.startsWith('/') || splitUri(path)?.scheme !== undefined;
  return isComplete ? path : `${directory.replace(/\/+$/, '')}/${path}`;
}
