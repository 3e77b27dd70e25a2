/** Finds the application of a spark action, and what kind of program runs it. */
import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { splitUri } from '../../base/file-system/file-system-registry.ts';
import type { ActionContext } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { childText } from '../contract/element.ts';
import { pathText } from '../file-operation/operation-path.ts';
import { appUri, shippedPaths } from '../launcher/shipped-path.ts';

export interface ApplicationFile {
  /** An absolute local path; a URI where only Spark itself can read it. */
  readonly location: string;
  readonly engine: 'howdah' | 'spark';
}

/** What Howdah's own engine runs; everything else is Apache Spark's. */
const howdahExtensions = new Set(['.ts', '.mts', '.js', '.mjs']);

/**
 * The file that `jar` names: one that the action ships under that name, one below the app's
 * directory, one of its library, or any URI.
 *
 * @throws ActionError JA007 for an empty `jar`, JA008 for a file that does not exist
 */
export function findApplication(context: ActionContext, workDirectory: string): ApplicationFile {
  const jar = childText(context.element, 'jar') ?? '';
  if (jar === '') throw codedActionError('JA007', ['<jar> is empty: name the application']);
  const engine = howdahExtensions.has(extname(jar).toLowerCase()) ? 'howdah' : 'spark';
  const location = shippedCopy(context, workDirectory, jar) ?? inFileSystem(context, jar);
  if (location !== undefined) return { location, engine };
  const linked = resolve(workDirectory, jar);
  if (existsSync(linked)) return { location: linked, engine };
  const uri = appUri(context, jar);
  if (engine === 'spark' && isForeign(context, uri)) return { location: uri, engine };
  throw codedActionError('JA008', [pathText(uri)], {
    mend: 'the application of a spark action is a path below the app, or a URI',
  });
}

/** A file that was shipped under this very name: in Oozie the only place where it can be. */
function shippedCopy(
  context: ActionContext,
  workDirectory: string,
  jar: string,
): string | undefined {
  const isShipped = shippedPaths(context, 'file').some(({ name }) => name === jar);
  return isShipped ? resolve(workDirectory, jar) : undefined;
}

function inFileSystem(context: ActionContext, jar: string): string | undefined {
  const resolved = context.fileSystems.resolve(appUri(context, jar));
  if (resolved?.fileSystem.scheme !== 'file') return undefined;
  return resolved.fileSystem.statusNow(resolved.path)?.kind === 'file' ? resolved.path : undefined;
}

/** Whether it lies where this server cannot look: on HDFS, on a web server. */
function isForeign(context: ActionContext, uri: string): boolean {
  const scheme = splitUri(uri)?.scheme;
  return scheme !== undefined && context.fileSystems.resolve(uri) === undefined;
}
