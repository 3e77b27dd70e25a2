/** Finds and signals every process of an attempt, also those that have left its process group. */
import { ATTEMPT_MARKER } from './attempt-files.ts';
import { hasEnvironment, type ProcessRow, readProcessTable } from './process-table.ts';

/** What identifies the processes of an attempt. */
export interface ProcessTree {
  /** The wrapper's pid, which is the id of its group and session too. */
  readonly groupId: number;
  /** Value of the marker in the environment of the attempt's processes. */
  readonly attemptDirectory: string;
  /**
   * Whether the number still belongs to that group. Once the wrapper is gone, another group may
   * have got it, so only marked processes and their descendants are taken then.
   */
  readonly isGroupCertain: boolean;
}

/**
 * Every living process of the tree. On systems without /proc there is none to be found.
 *
 * @param known processes that were found earlier; an orphan may be known by nothing else any more
 */
export function findProcesses(tree: ProcessTree, known: readonly ProcessRow[] = []): ProcessRow[] {
  const rows = readProcessTable().filter((row) => row.pid !== process.pid);
  const knownTicks = new Map(known.map((row) => [row.pid, row.startTicks] as const));
  const found = new Map<number, ProcessRow>();
  for (const row of rows) {
    const isKnown = knownTicks.get(row.pid) === row.startTicks;
    if (isKnown || belongsTo(tree, row)) found.set(row.pid, row);
  }
  // A descendant may have neither mark nor group: one started with an empty environment and
  // a session of its own is still known by its parent.
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const row of rows) if (found.has(row.parentPid)) found.set(row.pid, row);
  }
  return [...found.values()];
}

function belongsTo(tree: ProcessTree, row: ProcessRow): boolean {
  const { groupId } = tree;
  if (tree.isGroupCertain && (row.groupId === groupId || row.sessionId === groupId)) return true;
  return hasEnvironment(row.pid, ATTEMPT_MARKER, tree.attemptDirectory);
}

/** Whether any process of the group is left. Cheap: the usual answer after a command is no. */
export function isGroupAlive(groupId: number): boolean {
  return signal(-groupId, 0);
}

/** Sends the signal to the tree, of which `rows` are the processes. */
export function signalTree(
  tree: ProcessTree,
  rows: readonly ProcessRow[],
  name: 'SIGTERM' | 'SIGKILL',
): void {
  // The group in one call: its members cannot fork away from it between look and signal.
  if (tree.isGroupCertain) signal(-tree.groupId, name);
  for (const row of rows) {
    if (!tree.isGroupCertain || row.groupId !== tree.groupId) signal(row.pid, name);
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
