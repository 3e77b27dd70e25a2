/** Finds the adapter for a URI: the machine's own files, and name nodes that are mapped to them. */
import { posix } from 'node:path';
import { HowdahError } from '../error/howdah-error.ts';
import type { FileSystem } from './file-system.ts';
import type { FileSystems, ResolvedPath } from './file-systems.ts';
import { LocalFileSystem } from './local-file-system.ts';

/** The setting that maps name nodes to local directories, for apps written for a cluster. */
export const NAME_NODE_MAP_SETTING = 'howdah.name-node.map';

/** The port that a URI of HDFS means when it names none. */
const HDFS_PORT = 8020;

export interface FileSystemRegistryOptions {
  /** `hdfs://nn:8020=/data/hdfs`, several separated by commas or line ends. */
  readonly nameNodeMap?: string | undefined;
}

export class FileSystemRegistry implements FileSystems {
  readonly schemes: readonly string[];
  readonly #local: FileSystem;
  /** Local directories by `scheme://authority`. */
  readonly #roots: ReadonlyMap<string, string>;

  /** @throws HowdahError HOWDAH_USAGE for a malformed mapping */
  constructor(options: FileSystemRegistryOptions = {}, local: FileSystem = new LocalFileSystem()) {
    this.#local = local;
    this.#roots = parseNameNodeMap(options.nameNodeMap ?? '');
    const mapped = [...this.#roots.keys()].map((root) => root.slice(0, root.indexOf(':')));
    this.schemes = [...new Set([local.scheme, ...mapped])];
  }

  resolve(uri: string): ResolvedPath | undefined {
    const parts = splitUri(uri);
    if (parts === undefined || !parts.path.startsWith('/')) return undefined;
    const root = this.#rootOf(parts);
    if (root === undefined) return undefined;
    // Normalised before it is joined: no `..` leads out of a mapped directory.
    const path = posix.join(root, normalize(parts.path));
    return { fileSystem: this.#local, path: withoutTrailingSlash(path) };
  }

  #rootOf({ scheme, authority }: UriParts): string | undefined {
    if (scheme === undefined) return '/';
    if (scheme !== this.#local.scheme) return this.#roots.get(rootKey(scheme, authority));
    return authority === '' || authority === 'localhost' ? '/' : undefined;
  }
}

interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string;
  /** As written: Hadoop's paths know no percent-encoding. */
  readonly path: string;
}

/** Splits as org.apache.hadoop.fs.Path does, which takes blanks, `%` and `#` literally. */
export function splitUri(uri: string): UriParts | undefined {
  const match = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/]*))?(.*)$/is.exec(uri);
  if (match === null) return undefined;
  const [, scheme, authority = '', path = ''] = match;
  return { scheme: scheme?.toLowerCase(), authority, path: path === '' && scheme ? '/' : path };
}

function parseNameNodeMap(text: string): Map<string, string> {
  const roots = new Map<string, string>();
  for (const entry of text.split(/[,\n]/).map((part) => part.trim())) {
    if (entry === '') continue;
    const [uri = '', directory = ''] = entry.split('=', 2).map((part) => part.trim());
    const parts = splitUri(uri);
    const isUsable = parts?.scheme !== undefined && parts.authority !== '' && parts.path === '/';
    if (!isUsable || !directory.startsWith('/')) {
      throw new HowdahError(
        'HOWDAH_USAGE',
        [`${NAME_NODE_MAP_SETTING} has [${entry}], which maps no name node to a directory`],
        { subject: NAME_NODE_MAP_SETTING, mend: 'write it as hdfs://host:8020=/local/directory' },
      );
    }
    roots.set(rootKey(parts?.scheme ?? '', parts?.authority ?? ''), normalize(directory));
  }
  return roots;
}

function rootKey(scheme: string, authority: string): string {
  const host = authority.toLowerCase();
  const hasPort = scheme !== 'hdfs' || /:\d+$/.test(host);
  return `${scheme}://${hasPort ? host : `${host}:${HDFS_PORT}`}`;
}

function normalize(path: string): string {
  return posix.normalize(path).replace(/^\/+/, '/');
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
