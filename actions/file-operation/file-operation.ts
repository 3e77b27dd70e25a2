/** Gives failures of file systems the codes that actions report. */
import { FileSystemError } from '../../base/file-system/file-system.ts';
import { codedActionError } from '../contract/coded-action-error.ts';

/**
 * Does it, and gives a failure of the file system its code.
 *
 * @throws ActionError FS014, or HOWDAH_DISK_FULL
 */
export async function fileOperation<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    if (error.failure === 'no-space') {
      throw codedActionError('HOWDAH_DISK_FULL', [error.path], { cause: error });
    }
    throw codedActionError('FS014', [error.message], { cause: error });
  }
}
