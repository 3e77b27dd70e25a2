/** Finds a group's number, which Node.js cannot do and `chgrp` needs. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const GROUP_FILE = '/etc/group';

/** Long enough for a directory server across a slow network, short enough for an action. */
const LOOKUP_TIMEOUT_MS = 10_000;

/** The id of a group given by name or number; undefined when there is no such group. */
export async function groupId(group: string): Promise<number | undefined> {
  if (/^\d{1,10}$/.test(group)) return Number(group);
  const lines = await readFile(GROUP_FILE, 'utf8').catch(() => '');
  return idInLines(lines, group) ?? (await askNameService(group));
}

function idInLines(lines: string, group: string): number | undefined {
  for (const line of lines.split('\n')) {
    const [name, , id] = line.split(':');
    if (name === group && id !== undefined) return Number(id);
  }
  return undefined;
}

/** Groups of a directory service are in no file. */
async function askNameService(group: string): Promise<number | undefined> {
  try {
    const options = { timeout: LOOKUP_TIMEOUT_MS };
    const { stdout } = await promisify(execFile)('getent', ['group', '--', group], options);
    return idInLines(stdout, group);
  } catch {
    return undefined;
  }
}
