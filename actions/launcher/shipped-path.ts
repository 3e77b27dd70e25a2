/** The `path#name` form of `file` and `archive` elements. */
import { basename, normalize } from 'node:path';
import { splitUri } from '../../base/file-system/file-system-registry.ts';
import { uriBelow } from '../../base/file-system/uri-below.ts';
import type { ActionContext } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { childrenOf, childText } from '../contract/element.ts';
import { onNameNode } from '../file-operation/operation-path.ts';

export interface ShippedPath {
  readonly uri: string;
  /** Relative path below the working directory. */
  readonly name: string;
  /** As Oozie's messages show it, with the name that was given. */
  readonly written: string;
}

/**
 * What the action's elements of that name ship; each may hold several paths, separated by commas.
 * Relative paths count from the app's directory, absolute ones belong to the action's name node.
 *
 * @throws ActionError JA010 for a name that leads out of the working directory
 */
export function shippedPaths(context: ActionContext, elementName: 'file' | 'archive') {
  return childrenOf(context.element, elementName)
    .flatMap((element) => element.text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => shippedPath(context, elementName, text));
}

function shippedPath(context: ActionContext, elementName: string, text: string): ShippedPath {
  const hash = text.indexOf('#');
  const path = hash < 0 ? text : text.slice(0, hash);
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  const name = normalize(fragment === '' ? basename(path) : fragment);
  const isBelow = name !== '' && name !== '.' && !name.startsWith('/') && !/^\.\.(\/|$)/.test(name);
  if (!isBelow) {
    throw codedActionError('JA010', [
      `<${elementName}> ${text} gives the name [${name}], which leads out of the working directory`,
    ]);
  }
  return { uri: appUri(context, path), name, written: fragment === '' ? '' : `#${fragment}` };
}

/** A path of the app as a URI: below its directory if relative, else on its name node. */
export function appUri(context: ActionContext, path: string): string {
  if (splitUri(path)?.scheme !== undefined) return path;
  if (!path.startsWith('/')) return uriBelow(context.job.appDirectory, path);
  const nameNode = childText(context.element, 'name-node') ?? '';
  return nameNode === '' ? path : onNameNode(nameNode, path);
}
