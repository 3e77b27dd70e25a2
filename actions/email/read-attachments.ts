/** Reads the files that a message is to carry. */

import { errorRow } from '../../base/error/error-table.ts';
import { FileSystemError } from '../../base/file-system/file-system.ts';
import { splitUri } from '../../base/file-system/file-system-registry.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import { ActionError, type ActionLog } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import type { MailAttachment } from './mail-message.ts';

/** Mail servers take a tenth of it; a mistaken path must not fill the memory. */
const ATTACHMENT_BYTES_MAX = 100 * 1024 * 1024;

/**
 * Paths of the default file system, or URIs of others. As in Oozie, `file:` is refused: a
 * workflow's author must not have the server's own files sent to him.
 *
 * @param written paths, separated by commas
 * @throws ActionError EM008, EM007 for a file that cannot be read
 */
export async function readAttachments(
  written: string,
  fileSystems: FileSystems,
  log: ActionLog,
): Promise<MailAttachment[]> {
  const paths = written
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
  const attachments: MailAttachment[] = [];
  for (const path of paths) {
    attachments.push({ name: nameOf(path), content: await read(path, fileSystems, log) });
  }
  return attachments;
}

async function read(path: string, fileSystems: FileSystems, log: ActionLog): Promise<Uint8Array> {
  if (splitUri(path)?.scheme === 'file') {
    // Oozie names no code in the text of this one.
    const text = `${errorRow('EM008').message}. A local file cannot be attached:${path}`;
    throw new ActionError('ERROR', 'EM008', text, { externalStatus: 'ERROR' });
  }
  const resolved = fileSystems.resolve(path);
  if (resolved === undefined) {
    log.error(`[${path}] is on a file system that this server does not serve`);
    throw codedActionError('EM008', []);
  }
  try {
    return await resolved.fileSystem.readFile(resolved.path, ATTACHMENT_BYTES_MAX);
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    log.error(error.message);
    throw codedActionError('EM007', [], { cause: error });
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
