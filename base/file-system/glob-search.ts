/** Finds what a glob matches, over whatever can list a directory and tell a path's status. */
import type { FileStatus } from './file-system.ts';
import { type GlobName, parseGlob } from './glob-pattern.ts';

/** What the search asks its caller, who answers at once or later: the same search serves both. */
export type GlobRequest =
  | { readonly kind: 'status'; readonly path: string }
  | { readonly kind: 'list'; readonly path: string };

/** The answer: undefined where nothing is, or where a path to list is no directory. */
export type GlobAnswer = FileStatus | readonly FileStatus[] | undefined;

/**
 * Yields questions and returns the matches ordered by path.
 *
 * @param limit the search stops once it has one match more
 * @throws FileSystemError for a malformed pattern
 */
export function* globSearch(
  pattern: string,
  limit: number,
): Generator<GlobRequest, FileStatus[], GlobAnswer> {
  const found = new Map<string, FileStatus>();
  for (const names of parseGlob(pattern)) {
    yield* searchBelow('', names, found, limit);
  }
  return [...found.values()].sort((left, right) => compareText(left.path, right.path));
}

function* searchBelow(
  directory: string,
  names: readonly GlobName[],
  found: Map<string, FileStatus>,
  limit: number,
): Generator<GlobRequest, void, GlobAnswer> {
  const wildcardAt = names.findIndex((name) => typeof name !== 'string');
  const literals = wildcardAt < 0 ? names : names.slice(0, wildcardAt);
  const path = [directory, ...literals].join('/') || '/';
  if (wildcardAt < 0) {
    const status = (yield { kind: 'status', path }) as FileStatus | undefined;
    if (status !== undefined) found.set(path, status);
    return;
  }
  const expression = names[wildcardAt] as RegExp;
  const rest = names.slice(wildcardAt + 1);
  const children = (yield { kind: 'list', path }) as readonly FileStatus[] | undefined;
  for (const child of children ?? []) {
    if (found.size > limit) return;
    if (!expression.test(child.path.slice(child.path.lastIndexOf('/') + 1))) continue;
    if (rest.length === 0) found.set(child.path, child);
    else if (child.kind === 'directory') yield* searchBelow(child.path, rest, found, limit);
  }
}

/** By code unit, as file names are ordered everywhere; no locale takes part. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
