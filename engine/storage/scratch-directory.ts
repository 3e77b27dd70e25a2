/**
 * An application's directory for shuffle and block files. It names its driver, so that whoever
 * comes later can remove what a driver that was killed left behind.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
} from '../../base/process/process-identity.ts';

const PREFIX = 'howdah-blocks-';
const OWNER_FILE = 'owner.json';

/** Only the user may read: rows of the application lie here. */
const DIRECTORY_MODE = 0o700;

/** @param parent `spark.local.dir`, made where it is missing */
export function makeScratchDirectory(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, PREFIX));
  mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  writeFileSync(join(directory, OWNER_FILE), JSON.stringify(identifyProcess(process.pid)));
  return directory;
}

/** Removes the directories of drivers that have died. Failures are left for the next time. */
export function sweepScratchDirectories(parent: string): void {
  try {
    for (const name of readdirSync(parent)) {
      if (name.startsWith(PREFIX) && isAbandoned(join(parent, name))) {
        rmSync(join(parent, name), { recursive: true, force: true });
      }
    }
  } catch {
    // Nothing of this application's depends on it.
  }
}

function isAbandoned(directory: string): boolean {
  try {
    const owner = JSON.parse(readFileSync(join(directory, OWNER_FILE), 'utf8')) as ProcessIdentity;
    return !isAlive(owner);
  } catch {
    // Not ours to read, or being made just now.
    return false;
  }
}
