/** A process of an attempt, whoever started it: how it ends and how it is ended. */
import type { Clock } from '../../base/time/clock.ts';
import type { ProcessExit } from '../contract/action-type.ts';
import { type AttemptFiles, attemptFiles } from './attempt-files.ts';
import { readExitCode, readProcessRecord } from './process-record.ts';
import { hasProcessTable, type ProcessRow } from './process-table.ts';
import { findProcesses, isGroupAlive, type ProcessTree, signalTree } from './process-tree.ts';

/** How long a process may take to end by itself after SIGTERM; what YARN's users know is less. */
export const KILL_GRACE_MS = 5_000;

/** Between looks at processes that were told to end: they do so within milliseconds. */
const ENDING_POLL_MS = 20;

/** Between looks at a command that has lost its wrapper, of which nothing will tell the end. */
const ORPHAN_POLL_MS = 500;

export interface RunningProcess {
  /** The wrapper's, which is also the id of the process group. */
  readonly pid: number;
  /** Resolves once the command and its group have ended; never rejects. */
  readonly ended: Promise<ProcessExit>;
  /** Ends the whole tree: SIGTERM, after a grace SIGKILL. Resolves once nothing is left of it. */
  kill(): Promise<void>;
}

export interface ProcessOrigin {
  readonly directory: string;
  readonly pid: number;
  readonly clock: Clock;
  readonly killGraceMs: number;
}

/** What the two kinds of running process have in common: how they end. */
export abstract class AttemptProcess implements RunningProcess {
  readonly pid: number;
  readonly ended: Promise<ProcessExit>;
  protected readonly files: AttemptFiles;
  protected readonly origin: ProcessOrigin;
  #settle: (exit: ProcessExit) => void = () => undefined;
  #isSettled = false;
  #killing: Promise<void> | undefined;
  #successor: RunningProcess | undefined;

  constructor(origin: ProcessOrigin) {
    this.origin = origin;
    this.pid = origin.pid;
    this.files = attemptFiles(origin.directory);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Whether the wrapper's number is the group's beyond doubt, and not given to another since. */
  protected abstract isGroupCertain(): boolean;

  /** Stops watching, so that the server can end while the process goes on. */
  abstract release(): void;

  kill(): Promise<void> {
    this.#killing ??= this.#killTree();
    return this.#killing;
  }

  /** Takes up the end of the wrapper. */
  protected async wrapperEnded(status: number | undefined): Promise<void> {
    const exitCode = status ?? readExitCode(this.files.record);
    if (exitCode !== undefined) {
      if (isGroupAlive(this.pid)) await this.#endTree();
      this.settle({ exitCode });
      return;
    }
    // The wrapper was killed from outside, and the command may live on.
    await this.#untilGone();
    this.settle({ exitCode, doubt: this.#doubt() });
  }

  /** The command is executed only after the claim is whole. */
  #doubt(): ProcessExit['doubt'] & string {
    const isClaimed = readProcessRecord(this.files.record).kind === 'claimed';
    return isClaimed ? 'outcome-unknown' : 'never-executed';
  }

  /** Resolves `ended`. */
  settle(end: Pick<ProcessExit, 'exitCode' | 'doubt'>): void {
    this.#isSettled = true;
    const { stdout, stderr } = this.files;
    this.#settle({ ...end, stdoutPath: stdout, stderrPath: stderr });
  }

  /** Makes another process the one that this object stands for. */
  becomes(process: RunningProcess): void {
    this.#successor = process;
    if (this.#killing !== undefined) void process.kill();
    void process.ended.then((exit) => this.settle(exit));
  }

  async #killTree(): Promise<void> {
    if (this.#isSettled) return;
    if (this.#successor !== undefined) return this.#successor.kill();
    await this.#endTree();
    await this.ended;
  }

  async #endTree(): Promise<void> {
    const { clock, killGraceMs } = this.origin;
    const deadlineMs = clock.now() + killGraceMs;
    let rows = findProcesses(this.#tree());
    signalTree(this.#tree(), rows, 'SIGTERM');
    for (;;) {
      rows = findProcesses(this.#tree(), rows);
      if (!this.#isAnyLeft(rows)) return;
      // Again and again: a tree that forks while it is signalled may have got away in part.
      if (clock.now() >= deadlineMs) signalTree(this.#tree(), rows, 'SIGKILL');
      await this.#pause(ENDING_POLL_MS);
    }
  }

  async #untilGone(): Promise<void> {
    while (this.#isAnyLeft(findProcesses(this.#tree()))) await this.#pause(ORPHAN_POLL_MS);
  }

  #isAnyLeft(rows: readonly ProcessRow[]): boolean {
    if (hasProcessTable()) return rows.length > 0;
    return this.isGroupCertain() && isGroupAlive(this.pid);
  }

  #tree(): ProcessTree {
    const attemptDirectory = this.origin.directory;
    return { groupId: this.pid, attemptDirectory, isGroupCertain: this.isGroupCertain() };
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.origin.clock.setTimer(delayMs, resolve));
  }
}
