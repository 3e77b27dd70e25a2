/** The move of the fs action. */
import { posix } from 'node:path';
import { FileSystemError } from '../../base/file-system/file-system.ts';
import { splitUri } from '../../base/file-system/file-system-registry.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { fileOperation } from '../file-operation/file-operation.ts';
import { existingMatches } from '../file-operation/glob-matches.ts';
import {
  childPathText,
  type OperationPath,
  onNameNode,
  type PathRules,
  resolveOperationPath,
} from '../file-operation/operation-path.ts';

export interface MoveContext {
  readonly rules: PathRules;
  readonly globMatchesMax: number;
  readonly isRepeated: boolean;
}

/**
 * Moves what the source's glob matches: into the target if that is a directory, else to its name.
 * Nothing is ever overwritten, which is HDFS's way. Missing parents of the target are created, as
 * a real Oozie was seen to do on local paths.
 *
 * @param targetText a URI, or a path on the source's file system
 * @throws ActionError FS006, FS007, FS008, FS012 to FS014
 */
export async function move(
  source: OperationPath,
  targetText: string,
  context: MoveContext,
): Promise<void> {
  const target = resolveTarget(source, targetText.trim(), context.rules);
  const paths = await existingMatches(source, context.globMatchesMax);
  if (paths.length === 0) {
    // A move that was cut short after its last step left no source behind.
    if (context.isRepeated) return;
    throw codedActionError('FS006', [source.text]);
  }
  const { fileSystem } = target;
  const isInto = (await fileOperation(() => fileSystem.status(target.path)))?.kind === 'directory';
  if (paths.length > 1 && !isInto) throw codedActionError('FS012', [target.text]);
  for (const path of paths) await moveOne(source, path, target, isInto);
}

/** The target's file system must be the source's; without a scheme it is by itself. */
function resolveTarget(source: OperationPath, text: string, rules: PathRules): OperationPath {
  const parts = splitUri(text);
  const isPlain = text === '' || parts?.scheme === undefined;
  if (isPlain) {
    const uri = text.startsWith('/') ? onNameNode(source.root, text) : text;
    return resolveOperationPath({ ...rules, needsScheme: false }, uri);
  }
  if (`${parts.scheme}://${parts.authority}` !== source.root) throw codedActionError('FS007', []);
  return resolveOperationPath(rules, text);
}

async function moveOne(
  source: OperationPath,
  path: string,
  target: OperationPath,
  isInto: boolean,
): Promise<void> {
  const { fileSystem } = target;
  const name = posix.basename(path);
  const newPath = isInto ? posix.join(target.path, name) : target.path;
  const texts = [
    path === source.path ? source.text : childPathText(posix.dirname(source.text), name),
    isInto ? childPathText(target.text, name) : target.text,
  ];
  if (path === newPath || newPath.startsWith(`${path}/`)) {
    throw codedActionError('FS008', texts, { mend: 'the target lies within the source' });
  }
  if ((await fileOperation(() => fileSystem.status(newPath))) !== undefined) {
    throw codedActionError('FS008', texts, { mend: 'the target exists already' });
  }
  try {
    await fileSystem.makeDirectories(posix.dirname(newPath));
    await fileSystem.rename(path, newPath);
  } catch (error) {
    if (!(error instanceof FileSystemError) || error.failure === 'no-space') {
      await fileOperation(() => Promise.reject(error));
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw codedActionError('FS008', texts, { mend: reason, cause: error });
  }
}
