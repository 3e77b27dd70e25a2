/** Paths of file operations: how they are written, what serves them, how they are printed. */

import type { FileSystem } from '../../base/file-system/file-system.ts';
import { NAME_NODE_MAP_SETTING, splitUri } from '../../base/file-system/file-system-registry.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import { codedActionError } from '../contract/coded-action-error.ts';

export interface OperationPath {
  readonly fileSystem: FileSystem;
  /** Absolute, within the file system; may be a glob. */
  readonly path: string;
  /** As Oozie's messages show it: `file:/data/in`. */
  readonly text: string;
  /** The file system that it was written for: `file://`, `hdfs://nn:8020`. */
  readonly root: string;
}

export interface PathRules {
  readonly fileSystems: FileSystems;
  /** What paths without a scheme belong to. */
  readonly nameNode?: string | undefined;
  /** Whether a path without scheme is refused where there is no name node. */
  readonly needsScheme: boolean;
}

/** @throws ActionError FS001, FS002, FS004, FS005, FS011 */
export function resolveOperationPath(rules: PathRules, written: string): OperationPath {
  const trimmed = written.trim();
  if (trimmed === '') {
    throw codedActionError('FS004', ['', 'Can not create a Path from an empty string']);
  }
  const parts = splitUri(trimmed);
  if (parts === undefined) throw codedActionError('FS004', [trimmed, 'it is no URI']);
  const uri = parts.scheme === undefined ? withNameNode(rules, trimmed) : trimmed;
  const { scheme = 'file', authority, path } = splitUri(uri) ?? parts;
  if (!path.startsWith('/')) throw codedActionError('FS005', [trimmed]);
  const resolved = rules.fileSystems.resolve(uri);
  if (resolved === undefined) {
    const mend = `map it to a local directory with the setting ${NAME_NODE_MAP_SETTING}`;
    const isMappable = scheme !== 'file' && authority !== '';
    throw codedActionError('FS002', [scheme, trimmed], isMappable ? { mend } : {});
  }
  return { ...resolved, text: pathText(uri), root: `${scheme}://${authority}` };
}

/** Hadoop prints a URI without authority with one slash: `file:///a` as `file:/a`. */
export function pathText(uri: string): string {
  const parts = splitUri(uri);
  if (parts?.scheme === undefined) return uri;
  const path = parts.path.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return parts.authority === ''
    ? `${parts.scheme}:${path}`
    : `${parts.scheme}://${parts.authority}${path}`;
}

/** The path with another last name: `file:/a/b` and `c` give `file:/a/b/c`. */
export function childPathText(text: string, name: string): string {
  return text.endsWith('/') ? text + name : `${text}/${name}`;
}

/** An absolute path on the name node: `hdfs://nn:8020` or `file:///` and `/a`. */
export function onNameNode(nameNode: string, path: string): string {
  return nameNode.replace(/\/+$/, '').replace(/:$/, '://') + path;
}

function withNameNode(rules: PathRules, path: string): string {
  const nameNode = rules.nameNode?.trim() ?? '';
  if (nameNode !== '') {
    if (!path.startsWith('/')) throw codedActionError('FS011', [path]);
    return onNameNode(nameNode, path);
  }
  if (rules.needsScheme) throw codedActionError('FS001', [path]);
  return path;
}
