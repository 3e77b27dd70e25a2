import type { FileSystem } from './file-system.ts';

/** A file system together with the path in it that a URI names. */
export interface ResolvedPath {
  readonly fileSystem: FileSystem;
  readonly path: string;
}

/**
 * Finds the adapter that serves a URI: `file:///x`, `file:/x`, a path without scheme (the default
 * file system), and name nodes that a setting maps to a local directory (`hdfs://nn:8020/x`).
 */
export interface FileSystems {
  /** Undefined when no adapter serves the URI's scheme and authority. */
  resolve(uri: string): ResolvedPath | undefined;
  /** The schemes that are served, for error messages. */
  readonly schemes: readonly string[];
}
