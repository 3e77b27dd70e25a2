/** Creates a directory, for the fs action and for `prepare`. */
import { fileOperation } from './file-operation.ts';
import type { OperationPath } from './operation-path.ts';

/**
 * Creates the directory and its missing parents; an existing one is fine.
 *
 * @throws ActionError FS014, HOWDAH_DISK_FULL
 */
export async function makeDirectories(target: OperationPath): Promise<void> {
  await fileOperation(() => target.fileSystem.makeDirectories(target.path));
}
