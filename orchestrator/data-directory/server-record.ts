/** How the command line finds the server that lives in a data directory. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, type ProcessIdentity } from '../../base/process/process-identity.ts';

export interface ServerRecord {
  readonly identity: ProcessIdentity;
  /** Where its API answers, such as `http://127.0.0.1:11000`; undefined while it starts. */
  readonly url?: string | undefined;
}

/** Replaces the record in one step: a reader sees the old one or the new one. */
export function writeServerRecord(path: string, record: ServerRecord): void {
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}

/** The record of whoever wrote it last, dead or alive; undefined if there is none. */
export function readServerRecord(path: string): ServerRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<ServerRecord> | null;
    return record?.identity === undefined ? undefined : { ...record, identity: record.identity };
  } catch {
    return undefined;
  }
}

/** The record of the server that runs now; undefined if none does. */
export function livingServer(path: string): ServerRecord | undefined {
  const record = readServerRecord(path);
  return record !== undefined && isAlive(record.identity) ? record : undefined;
}

export function removeServerRecord(path: string): void {
  rmSync(path, { force: true });
}
