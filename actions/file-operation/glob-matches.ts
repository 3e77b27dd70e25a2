/** What globs in file operations match, within the limit that guards against a slip of the pen. */
import { hasWildcard } from '../../base/file-system/glob-pattern.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { fileOperation } from './file-operation.ts';
import type { OperationPath } from './operation-path.ts';

/** `oozie.action.fs.glob.max`: more matches than that are taken for a mistake in the pattern. */
export const GLOB_MATCHES_MAX = 50_000;

/**
 * The paths that a glob matches, or the path itself if it has no wildcard, whether it exists or
 * not.
 *
 * @throws ActionError FS004, FS013, FS014
 */
export async function matchingPaths(target: OperationPath, matchesMax: number): Promise<string[]> {
  if (!hasWildcard(target.path)) return [target.path];
  return existingMatches(target, matchesMax);
}

/** The existing paths that a glob, or a path without wildcard, matches. */
export async function existingMatches(
  target: OperationPath,
  matchesMax: number,
): Promise<string[]> {
  const matches = await fileOperation(() => target.fileSystem.glob(target.path, matchesMax));
  if (matches.length > matchesMax) throw codedActionError('FS013', [target.text, matchesMax]);
  return matches.map(({ path }) => path);
}
