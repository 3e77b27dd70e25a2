/** Places files into an action's working directory, as YARN places them into a container's. */
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileStatus } from '../../base/file-system/file-system.ts';
import { splitUri } from '../../base/file-system/file-system-registry.ts';
import type { ResolvedPath } from '../../base/file-system/file-systems.ts';
import type { ActionContext } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { fileOperation } from '../file-operation/file-operation.ts';
import { pathText } from '../file-operation/operation-path.ts';
import { appUri, type ShippedPath, shippedPaths } from './shipped-path.ts';

/** A shipped file runs whatever its permissions are where it comes from. */
const SHIPPED_FILE_PERMISSIONS = 0o755;

/**
 * Copies every `file` of the action below `workDirectory`.
 *
 * @throws ActionError JA008 for one that does not exist, JA010, FS014, HOWDAH_DISK_FULL
 */
export async function shipFiles(context: ActionContext, workDirectory: string): Promise<void> {
  for (const shipped of shippedPaths(context, 'file')) {
    const { source, status } = await findShipped(context, shipped);
    const target = join(workDirectory, shipped.name);
    mkdirSync(dirname(target), { recursive: true });
    await fileOperation(() => source.fileSystem.copyToLocal(source.path, target));
    if (status.kind === 'file') chmodSync(target, SHIPPED_FILE_PERMISSIONS);
  }
}

/**
 * Makes the files of the app's `lib` directory and of those that the job names in `oozie.libpath`
 * appear in the working directory, where no shipped file, and no earlier library, has the name
 * already. Links are enough: libraries are large, and not changed while in use.
 */
export async function linkLibraries(context: ActionContext, workDirectory: string): Promise<void> {
  const named = context.job.configuration.get('oozie.libpath') ?? '';
  const places = ['lib', ...named.split(',').map((text) => text.trim())];
  for (const place of places.filter((text) => text !== '')) {
    const library = context.fileSystems.resolve(appUri(context, place));
    if (library !== undefined) await linkLibrary(library, workDirectory);
  }
}

/** What does not exist, or lies on a file system that is not reached, has no files. */
async function linkLibrary(library: ResolvedPath, workDirectory: string): Promise<void> {
  const { fileSystem, path: directory } = library;
  if (fileSystem.statusNow(directory)?.kind !== 'directory') return;
  for (const { path, kind } of await fileOperation(() => fileSystem.list(directory))) {
    const target = join(workDirectory, basename(path));
    if (kind !== 'file' || existsSync(target)) continue;
    if (fileSystem.scheme === 'file') linkUnlessTaken(path, target);
    else await fileOperation(() => fileSystem.copyToLocal(path, target));
  }
}

export interface ShippedSource {
  readonly source: ResolvedPath;
  readonly status: FileStatus;
}

/** @throws ActionError JA008 */
export async function findShipped(
  context: ActionContext,
  shipped: ShippedPath,
): Promise<ShippedSource> {
  const source = context.fileSystems.resolve(shipped.uri);
  const text = pathText(shipped.uri) + shipped.written;
  if (source === undefined) {
    const { scheme, authority } = splitUri(shipped.uri) ?? {};
    throw codedActionError('JA008', [text], {
      mend: `this server reaches no file system ${scheme}://${authority}`,
    });
  }
  const status = await fileOperation(() => source.fileSystem.status(source.path));
  if (status === undefined) throw codedActionError('JA008', [text]);
  return { source, status };
}

function linkUnlessTaken(path: string, target: string): void {
  try {
    symlinkSync(path, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
