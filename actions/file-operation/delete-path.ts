/** Deletes what a glob matches, for the fs action and for `prepare`. */
import { fileOperation } from './file-operation.ts';
import { matchingPaths } from './glob-matches.ts';
import type { OperationPath } from './operation-path.ts';

/**
 * Deletes files and whole directories; nothing there is no error.
 *
 * @throws ActionError FS004 for a malformed pattern, FS013 for too many matches, FS014
 */
export async function deletePath(target: OperationPath, matchesMax: number): Promise<void> {
  for (const path of await matchingPaths(target, matchesMax)) {
    await fileOperation(() => target.fileSystem.delete(path));
  }
}
