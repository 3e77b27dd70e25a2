/** What the elements of an fs action do, one function each. */
import { posix } from 'node:path';
import type { ActionLog } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { child, type Element } from '../contract/element.ts';
import { deletePath } from '../file-operation/delete-path.ts';
import { fileOperation } from '../file-operation/file-operation.ts';
import { existingMatches } from '../file-operation/glob-matches.ts';
import { makeDirectories } from '../file-operation/make-directories.ts';
import {
  type OperationPath,
  type PathRules,
  resolveOperationPath,
} from '../file-operation/operation-path.ts';
import { move } from './move.ts';
import { parsePermissions } from './permissions.ts';

export interface OperationContext {
  readonly rules: PathRules;
  readonly globMatchesMax: number;
  readonly log: ActionLog;
  /** Whether a crash may have interrupted this very operation, so that it may be done in part. */
  readonly isRepeated: boolean;
}

type Operation = (context: OperationContext, element: Element) => Promise<void>;

/** By the element's name. */
export const fsOperations: Readonly<Record<string, Operation>> = {
  mkdir: (context, element) => makeDirectories(pathOf(context, element)),
  delete: (context, element) => deletePath(pathOf(context, element), context.globMatchesMax),
  move: (context, element) =>
    move(pathOf(context, element, 'source'), element.attributes.get('target') ?? '', context),
  chmod,
  chgrp,
  touchz,
  setrep,
};

async function chmod(context: OperationContext, element: Element): Promise<void> {
  const permissions = parsePermissions(element.attributes.get('permissions')?.trim() ?? '');
  const target = pathOf(context, element);
  for (const path of await affectedPaths(context, element, target)) {
    await fileOperation(() => target.fileSystem.setPermissions(path, permissions));
  }
}

async function chgrp(context: OperationContext, element: Element): Promise<void> {
  const group = element.attributes.get('group')?.trim() ?? '';
  const target = pathOf(context, element);
  for (const path of await affectedPaths(context, element, target)) {
    await fileOperation(() => target.fileSystem.setGroup(path, group));
  }
}

/**
 * Creates an empty file. An empty one may be there already; missing parents are created, as a real
 * Oozie was seen to do on local paths.
 */
async function touchz(context: OperationContext, element: Element): Promise<void> {
  const { fileSystem, path, text } = pathOf(context, element);
  const status = await fileOperation(() => fileSystem.status(path));
  if (status?.kind === 'directory') throw codedActionError('FS014', [`${text} is a directory`]);
  if (status !== undefined && status.sizeBytes > 0) {
    throw codedActionError('FS014', [`${text} must be a zero-length file`]);
  }
  await fileOperation(async () => {
    await fileSystem.makeDirectories(posix.dirname(path));
    await fileSystem.writeFile(path, '');
  });
}

/** Local files have no replicas; the element is accepted so that apps written for HDFS run. */
async function setrep(context: OperationContext, element: Element): Promise<void> {
  const { text, fileSystem } = pathOf(context, element);
  context.log.info(`setrep of ${text} has no effect on the file system ${fileSystem.scheme}`);
}

/**
 * The paths that a chmod or chgrp is for: what the glob matches, with the children of directories
 * unless `dir-files` is false, and all that is below them for a recursive one. Children come
 * before their directory, which may be locked by the change.
 */
async function affectedPaths(
  context: OperationContext,
  element: Element,
  target: OperationPath,
): Promise<string[]> {
  const roots = await existingMatches(target, context.globMatchesMax);
  if (roots.length === 0) throw codedActionError('FS009', [element.name, target.text]);
  const withChildren = element.attributes.get('dir-files')?.trim() !== 'false';
  if (!withChildren) return roots;
  const depth = child(element, 'recursive') === undefined ? 1 : Number.POSITIVE_INFINITY;
  const found: string[] = [];
  for (const root of roots) await collect(target, root, depth, found);
  return found;
}

async function collect(
  target: OperationPath,
  path: string,
  depth: number,
  found: string[],
): Promise<void> {
  const status = await fileOperation(() => target.fileSystem.status(path));
  if (status?.kind === 'directory' && depth > 0) {
    const children = await fileOperation(() => target.fileSystem.list(path));
    for (const below of children) await collect(target, below.path, depth - 1, found);
  }
  found.push(path);
}

function pathOf(context: OperationContext, element: Element, attribute = 'path'): OperationPath {
  return resolveOperationPath(context.rules, element.attributes.get(attribute) ?? '');
}
