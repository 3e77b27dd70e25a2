import { readFileSync } from 'node:fs';

/**
 * What tells one process from every other that ever had its number: the pid, the moment it was
 * started (in the kernel's clock ticks since boot) and the boot it belongs to.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: string;
  readonly bootId: string;
}

let bootId: string | undefined;

/** The id of the machine's present boot; empty where the system tells none. */
export function currentBootId(): string {
  bootId ??= readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return bootId;
}

/** The identity of a running process, or undefined when no such process runs. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    // The command's name stands in parentheses and may hold anything, so count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isZombie = fields[0] === 'Z' || fields[0] === 'X';
    return isZombie ? undefined : { pid, startTicks: fields[19] ?? '', bootId: currentBootId() };
  }
  return signalReaches(pid) && process.platform !== 'linux'
    ? { pid, startTicks: '', bootId: '' }
    : undefined;
}

/** Whether that very process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== currentBootId()) return false;
  return identifyProcess(identity.pid)?.startTicks === identity.startTicks;
}

function signalReaches(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
