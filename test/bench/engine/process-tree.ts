/** A process with all that it started, as Linux shows them. */
import { readdirSync, readFileSync } from 'node:fs';

/** Often enough to see a peak that lasts, seldom enough to cost nothing. */
const SAMPLE_INTERVAL_MS = 50;

const KILOBYTES_PER_MEGABYTE = 1024;

/** The kernel's unit of time towards processes, on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Every living descendant, the process itself first. */
export function processTree(root: number): number[] {
  const tree = [root];
  for (const pid of tree) tree.push(...childrenOf(pid));
  return tree;
}

export function commandLineOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/**
 * Watches the resident memory of the whole tree; the answer ends that and tells the peak in
 * megabytes. Pages that processes share count once for each of them.
 */
export function watchMemory(root: number): () => number {
  let peakKilobytes = 0;
  const sample = () => {
    const kilobytes = processTree(root).reduce((sum, pid) => sum + residentKilobytes(pid), 0);
    peakKilobytes = Math.max(peakKilobytes, kilobytes);
  };
  const timer = setInterval(sample, SAMPLE_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    return peakKilobytes / KILOBYTES_PER_MEGABYTE;
  };
}

/**
 * User and system time of all processes that this one has started and that have ended, with those
 * that they have started, in seconds.
 */
export function endedChildrenCpuSeconds(): number {
  const stat = read('/proc/self/stat');
  // The command's name may hold anything, but no field behind it holds a parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks = 0, systemTicks = 0] = fields.slice(13, 15).map(Number);
  return (userTicks + systemTicks) / TICKS_PER_SECOND;
}

/** Children of every thread: a worker thread may have started them. */
function childrenOf(pid: number): number[] {
  return threadsOf(pid)
    .flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(' '))
    .filter(Boolean)
    .map(Number);
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function residentKilobytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Empty for a process that has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
