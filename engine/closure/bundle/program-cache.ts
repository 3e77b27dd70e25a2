/** Bundled programs on disk, by the content that they were made from. */
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuiltProgram } from './program-files.ts';
import { driverDirectory, executorDirectory } from './program-files.ts';
import { areUnchanged, type InputRecord, recordInputs } from './program-inputs.ts';

/** What is remembered of the last bundling of an app: enough to skip the next one. */
interface CacheEntry {
  readonly programId: string;
  readonly inputs: readonly InputRecord[];
}

/** A running application touches its program when it starts; no application runs this long. */
const unusedForMs = 30 * 24 * 3_600_000;
/** Looked through only when something is added, so a cache of a developer's year stays quick. */
const keptPrograms = 64;

export class ProgramCache {
  private readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Absolute path of a program's files. */
  programDirectory(programId: string): string {
    return join(this.directory, programId);
  }

  /** The program last made for this key, if nothing that went into it has changed since. */
  find(key: string, nowMs: number): string | undefined {
    try {
      const entry = JSON.parse(readFileSync(this.entryPath(key), 'utf8')) as CacheEntry;
      const directory = this.programDirectory(entry.programId);
      if (!existsSync(directory) || !areUnchanged(entry.inputs)) {
        return undefined;
      }
      utimesSync(directory, nowMs / 1000, nowMs / 1000);
      return entry.programId;
    } catch {
      return undefined; // No entry, or one that another version wrote: bundled anew.
    }
  }

  /** Adds a program; one with the same id, perhaps just added by another process, stays. */
  add(key: string, program: BuiltProgram, nowMs: number): void {
    const inputs = recordInputs(program.inputs);
    const directory = this.programDirectory(program.programId);
    if (!existsSync(directory)) {
      const temporary = join(this.directory, `.${randomBytes(8).toString('hex')}`);
      writeFiles(temporary, program.files);
      try {
        renameSync(temporary, directory);
      } catch (error) {
        rmSync(temporary, { recursive: true, force: true });
        if (!existsSync(directory)) {
          throw error;
        }
      }
    }
    const entryPath = this.entryPath(key);
    const temporary = `${entryPath}.${randomBytes(8).toString('hex')}`;
    writeFileSync(temporary, JSON.stringify({ programId: program.programId, inputs }));
    renameSync(temporary, entryPath);
    this.evict(nowMs);
  }

  private entryPath(key: string): string {
    return join(this.directory, `${createHash('sha256').update(key).digest('hex')}.json`);
  }

  private evict(nowMs: number): void {
    const entries = readdirSync(this.directory).map((name) => {
      const path = join(this.directory, name);
      return { path, modifiedMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs };
    });
    entries.sort((left, right) => right.modifiedMs - left.modifiedMs);
    for (const { path, modifiedMs } of entries.slice(keptPrograms)) {
      if (nowMs - modifiedMs > unusedForMs) {
        rmSync(path, { recursive: true, force: true });
      }
    }
  }
}

function writeFiles(directory: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  for (const name of [driverDirectory, executorDirectory]) {
    mkdirSync(join(directory, name), { recursive: true, mode: 0o700 });
  }
  for (const [path, content] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}
