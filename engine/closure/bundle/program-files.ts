/** What a bundled program consists of, and how its files are called. */
export interface BuiltProgram {
  readonly programId: string;
  /** Contents by path below the program's directory. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Absolute paths of all files that went in, and of those whose appearance would matter. */
  readonly inputs: readonly string[];
}

/** Names below a program's directory. */
export const driverDirectory = 'driver';
export const executorDirectory = 'executor';
export const entryFile = 'entry.mjs';
export const preloadFile = 'preload.mjs';
export const manifestFile = 'manifest.json';
