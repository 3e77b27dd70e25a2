/**
 * The processes of the machine, as far as Linux's /proc shows them. Elsewhere the table is empty,
 * and only the process group is known.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

export interface ProcessRow {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
  readonly startTicks: string;
  /** Whether it has ended and only waits for its parent to take notice. */
  readonly isZombie: boolean;
}

/** Reads a line of /proc/PID/stat; undefined for anything else. */
export function parseProcessStat(text: string): ProcessRow | undefined {
  // The command's name stands in parentheses and may hold anything, so count from the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startTicks = fields[19];
  if (startTicks === undefined) return undefined;
  return {
    pid: Number.parseInt(text, 10),
    parentPid: Number(fields[1]),
    groupId: Number(fields[2]),
    sessionId: Number(fields[3]),
    startTicks,
    isZombie: fields[0] === 'Z' || fields[0] === 'X',
  };
}

/** Whether there is a table to read at all. */
export function hasProcessTable(): boolean {
  return existsSync('/proc/self/stat');
}

/** Every living process; one that ends meanwhile may be missing. */
export function readProcessTable(): ProcessRow[] {
  return processNumbers()
    .map((pid) => parseProcessStat(readOrEmpty(`/proc/${pid}/stat`)))
    .filter((row) => row !== undefined && !row.isZombie) as ProcessRow[];
}

/** Whether the process was given that environment variable with that value. */
export function hasEnvironment(pid: number, name: string, value: string): boolean {
  return `\0${readOrEmpty(`/proc/${pid}/environ`)}`.includes(`\0${name}=${value}\0`);
}

/** Whether any process works in the directory, by whatever name. */
export function isWorkedIn(directory: string): boolean {
  const place = fileIdentity(directory);
  if (place === undefined) return false;
  return processNumbers().some((pid) => fileIdentity(`/proc/${pid}/cwd`) === place);
}

function fileIdentity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}

function processNumbers(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Processes of others, and those that have just ended, cannot be read. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
