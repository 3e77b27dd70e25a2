/** Unpacks archives into an action's working directory, as YARN does it for a container. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type ActionContext, ActionError } from '../contract/action-type.ts';
import { fileOperation } from '../file-operation/file-operation.ts';
import { findShipped } from './ship-files.ts';
import { shippedPaths } from './shipped-path.ts';
import { unzip } from './unzip.ts';

const TAR_NAME = /\.(tar|tar\.gz|tgz|tar\.bz2|tbz2|tar\.xz|txz)$/i;
const ZIP_NAME = /\.(zip|jar|war)$/i;

/** What tar says about a broken archive is a few lines; what it says about files may be endless. */
const TAR_OUTPUT_BYTES_MAX = 1024 * 1024;

/**
 * Unpacks every `archive` of the action into a directory below `workDirectory` that has the name
 * given after `#`, or the archive's own. What is no archive is placed there as it is, as YARN does.
 *
 * @throws ActionError JA008 for one that does not exist, JA018 for one that is broken
 */
export async function unpackArchives(context: ActionContext, workDirectory: string): Promise<void> {
  for (const shipped of shippedPaths(context, 'archive')) {
    const { source, status } = await findShipped(context, shipped);
    const target = join(workDirectory, shipped.name);
    mkdirSync(dirname(target), { recursive: true });
    const isArchive = TAR_NAME.test(source.path) || ZIP_NAME.test(source.path);
    if (status.kind === 'directory' || !isArchive) {
      await fileOperation(() => source.fileSystem.copyToLocal(source.path, target));
      continue;
    }
    mkdirSync(target, { recursive: true });
    if (source.fileSystem.scheme === 'file') await unpack(source.path, target, context.signal);
    else await fetchAndUnpack(context, source.fileSystem, source.path, target);
  }
}

async function fetchAndUnpack(
  context: ActionContext,
  fileSystem: { copyToLocal(path: string, localPath: string): Promise<void> },
  path: string,
  target: string,
): Promise<void> {
  const fetched = mkdtempSync(join(context.directory, 'archive-'));
  try {
    const local = join(fetched, basename(path));
    await fileOperation(() => fileSystem.copyToLocal(path, local));
    await unpack(local, target, context.signal);
  } finally {
    rmSync(fetched, { recursive: true, force: true });
  }
}

async function unpack(archive: string, target: string, signal: AbortSignal): Promise<void> {
  try {
    if (ZIP_NAME.test(archive)) await unzip(archive, target);
    else await untar(archive, target, signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ActionError('ERROR', 'JA018', `Archive ${archive} cannot be unpacked: ${reason}`, {
      cause: error,
      externalStatus: 'FAILED/KILLED',
    });
  }
}

/** The system's tar knows every compression there is, and refuses names that lead out. */
async function untar(archive: string, target: string, signal: AbortSignal): Promise<void> {
  const options = ['--extract', '--no-same-owner', '--file', archive, '--directory', target];
  await promisify(execFile)('tar', options, { signal, maxBuffer: TAR_OUTPUT_BYTES_MAX });
}
