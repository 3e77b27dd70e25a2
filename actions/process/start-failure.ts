/** Says why a process could not be created, and whether trying again may help. */
import { statSync } from 'node:fs';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { ActionError, type ProcessSpecification } from '../contract/action-type.ts';

/** Lacks that pass: processes, memory, descriptors. */
const passing = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'ETXTBSY']);

export function startFailure(
  directory: string,
  specification: ProcessSpecification,
  error: unknown,
): ActionError {
  const { code, message } = error as NodeJS.ErrnoException;
  const options = { cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const full = new HowdahError('HOWDAH_DISK_FULL', [directory]);
    return new ActionError('TRANSIENT', full.code, full.codedMessage, options);
  }
  const { command, workingDirectory } = specification;
  const failed = `Cannot run program "${command}" (in directory "${workingDirectory}")`;
  if (code !== undefined && passing.has(code)) {
    return new ActionError('TRANSIENT', 'JA009', `JA009: ${failed}: ${message}`, options);
  }
  return new ActionError(
    'ERROR',
    'JA018',
    `${failed}: ${explain(code, message, workingDirectory)}`,
    {
      ...options,
      externalStatus: 'FAILED/KILLED',
    },
  );
}

function explain(code: string | undefined, message: string, workingDirectory: string): string {
  if (code === 'E2BIG') {
    return 'its arguments and environment are larger than the system allows: pass them in a file';
  }
  const directory = statSync(workingDirectory, { throwIfNoEntry: false });
  if (code === 'ENOENT' && !directory?.isDirectory()) return 'there is no such directory';
  return message;
}
