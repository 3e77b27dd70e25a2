/** Hears of changes below directories: a new file wakes whoever waits for it at once. */
import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';

/** The system has few watches for all its processes; who gets none is polled. */
const DIRECTORIES_MAX = 2_000;

interface Watched {
  readonly watcher: FSWatcher;
  readonly listeners: Set<() => void>;
}

export class DirectoryWatches {
  readonly #fileSystems: FileSystems;
  readonly #watched = new Map<string, Watched>();

  constructor(fileSystems: FileSystems) {
    this.#fileSystems = fileSystems;
  }

  /**
   * Calls back when something changes in the nearest directory above the URI that exists.
   * @returns ends it; undefined if it cannot be watched
   */
  add(uri: string, listener: () => void): (() => void) | undefined {
    const directory = this.#nearestDirectory(uri);
    const watched = directory === undefined ? undefined : this.#watch(directory);
    if (directory === undefined || watched === undefined) return undefined;
    watched.listeners.add(listener);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0) this.#end(directory);
    };
  }

  close(): void {
    for (const directory of [...this.#watched.keys()]) this.#end(directory);
  }

  #nearestDirectory(uri: string): string | undefined {
    const resolved = this.#fileSystems.resolve(uri);
    if (resolved === undefined) return undefined;
    const { fileSystem, path } = resolved;
    for (let directory = dirname(path); ; directory = dirname(directory)) {
      if (fileSystem.statusNow(directory)?.kind === 'directory') return directory;
      if (directory === dirname(directory)) return undefined;
    }
  }

  #watch(directory: string): Watched | undefined {
    const known = this.#watched.get(directory);
    if (known !== undefined) return known;
    if (this.#watched.size >= DIRECTORIES_MAX) return undefined;
    try {
      const listeners = new Set<() => void>();
      const watcher = watch(directory, { persistent: false }, () => {
        for (const listener of [...listeners]) listener();
      });
      // A directory that goes away, or a limit that is reached: polling goes on.
      watcher.on('error', () => this.#end(directory));
      const watched = { watcher, listeners };
      this.#watched.set(directory, watched);
      return watched;
    } catch {
      return undefined;
    }
  }

  #end(directory: string): void {
    this.#watched.get(directory)?.watcher.close();
    this.#watched.delete(directory);
  }
}
