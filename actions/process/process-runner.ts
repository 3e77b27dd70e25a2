/**
 * The one runner of processes under all action types. A process that it has started survives the
 * server: its claim with its exit status and its output are files, from which the next server's
 * runner tells whether the command was never started, runs, has ended, or nobody knows.
 *
 * Within a server an attempt's directory is started or attached once at a time.
 */
import { mkdirSync } from 'node:fs';
import { currentBootId, identifyProcess, isAlive } from '../../base/process/process-identity.ts';
import type { Clock } from '../../base/time/clock.ts';
import { systemClock } from '../../base/time/system-clock.ts';
import type { ProcessExit, ProcessSpecification } from '../contract/action-type.ts';
import { attemptFiles, workDirectoryOf } from './attempt-files.ts';
import { commandLine } from './command-line.ts';
import { PreparedWrappers } from './prepared-wrappers.ts';
import { readExitCode, readProcessRecord, removeProcessRecord } from './process-record.ts';
import { isWorkedIn } from './process-table.ts';
import { findProcesses } from './process-tree.ts';
import { ReattachedProcess } from './reattached-process.ts';
import { type AttemptProcess, KILL_GRACE_MS, type RunningProcess } from './running-process.ts';
import { type SpawnRequest, spawnWrapper, type Wrapper } from './spawn-wrapper.ts';
import { Spawner, SpawnerLostError } from './spawner.ts';
import { startFailure } from './start-failure.ts';
import { StartedProcess } from './started-process.ts';

export type { RunningProcess } from './running-process.ts';

/** What became of an attempt's process. */
export type AttachResult =
  /** Its command was never executed, and it may be started now. */
  | { readonly kind: 'never-started' }
  | { readonly kind: 'running'; readonly process: RunningProcess }
  | { readonly kind: 'ended'; readonly pid: number; readonly exit: ProcessExit }
  /** It was begun, and there is neither a process nor an exit status. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ProcessRunnerOptions {
  readonly clock?: Clock;
  /** Between SIGTERM and SIGKILL. */
  readonly killGraceMs?: number;
  /** Where attempts may be prepared ahead, on their file system; is emptied. */
  readonly preparedDirectory?: string | undefined;
  /** False for a process that stays small, or starts little: it then starts processes itself. */
  readonly usesSpawner?: boolean;
}

export interface AttachOptions {
  /**
   * The boot in which the attempt was claimed in the database. After a power loss the record
   * may be lost though the command had run; an attempt of an earlier boot that has none is
   * therefore unknown and not never started.
   */
  readonly claimedBootId?: string | undefined;
}

/** A server that starts more than so many processes one after the other gets a spawner. */
const OWN_STARTS_MAX = 8;
/** Starts that lie further apart do not belong together: few of them are worth no process. */
const OWN_STARTS_PAUSE_MS_MAX = 10_000;

/** Not at once: what prepares the next is also what tells the end of this one. */
const PREPARE_DELAY_MS = 50;

/** Looks at a claim that is being written just now, and the pause between them. */
const CLAIM_LOOKS_MAX = 100;
const CLAIM_POLL_MS = 10;

export class ProcessRunner {
  readonly #clock: Clock;
  readonly #killGraceMs: number;
  readonly #spawner: Spawner | undefined;
  readonly #prepared: PreparedWrappers | undefined;
  #ownStarts = 0;
  #lastOwnStartMs = Number.NEGATIVE_INFINITY;
  readonly #running = new Set<AttemptProcess>();

  constructor(options: ProcessRunnerOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#killGraceMs = options.killGraceMs ?? KILL_GRACE_MS;
    this.#spawner = options.usesSpawner === false ? undefined : new Spawner(this.#clock);
    const { preparedDirectory } = options;
    if (this.#spawner !== undefined && preparedDirectory !== undefined) {
      this.#prepared = new PreparedWrappers(this.#spawner, preparedDirectory);
    }
  }

  /**
   * Makes ready what starts processes quickly whatever the size of this one. Many calls of `start`
   * one after the other do it too, without waiting for it.
   */
  async warmUp(): Promise<void> {
    await this.#spawner?.start();
  }

  /** How many attempts are prepared, for tests. */
  get preparedCount(): number {
    return this.#prepared?.count ?? 0;
  }

  /**
   * Makes the directory of an attempt that is about to be started.
   * @throws NodeJS.ErrnoException
   */
  makeDirectory(directory: string): void {
    if (this.#prepared?.claim(directory)) return;
    mkdirSync(directory, { recursive: true });
  }

  /** Tells that the attempt with this directory will not be started, for now. */
  discard(directory: string): void {
    this.#prepared?.discard(directory);
  }

  /**
   * Starts the command, unless some process has claimed the attempt already: then the result is
   * that process.
   *
   * @param directory the attempt's own directory; absolute, exists
   * @throws ActionError when the process cannot be created
   */
  async start(directory: string, specification: ProcessSpecification): Promise<RunningProcess> {
    let wrapper: Wrapper;
    const { workingDirectory } = specification;
    const request = { ...commandLine(specification), directory, workingDirectory };
    try {
      wrapper = this.#prepared?.run(request) ?? (await this.#spawn(request));
    } catch (error) {
      throw startFailure(directory, specification, error);
    }
    this.#prepareNext(wrapper);
    return this.#track(
      new StartedProcess(this.#origin(directory), wrapper, (elsewhere) => {
        void this.#followRecord(directory, elsewhere);
      }),
    );
  }

  /** As soon as the command has ended, while that is recorded, or a while after its start. */
  #prepareNext({ ended }: Wrapper): void {
    if (this.#prepared === undefined) return;
    const refill = () => {
      timer.cancel();
      this.#prepared?.refill();
    };
    const timer = this.#clock.setTimer(PREPARE_DELAY_MS, refill);
    void ended.then(refill);
  }

  async #spawn(request: SpawnRequest): Promise<Wrapper> {
    if (!this.#spawner?.isReady) {
      if (this.#isBusy()) void this.#spawner?.start();
      return spawnWrapper(request);
    }
    try {
      return await this.#spawner.spawn(request);
    } catch (error) {
      if (!(error instanceof SpawnerLostError)) throw error;
      // It may have started the wrapper. Then that one has the claim, and this one is refused.
      return spawnWrapper(request);
    }
  }

  /** Counts a start of its own. */
  #isBusy(): boolean {
    const nowMs = this.#clock.now();
    if (nowMs - this.#lastOwnStartMs > OWN_STARTS_PAUSE_MS_MAX) this.#ownStarts = 0;
    this.#lastOwnStartMs = nowMs;
    this.#ownStarts += 1;
    return this.#ownStarts > OWN_STARTS_MAX;
  }

  /** Finds out what became of an attempt's process, and watches it if it runs. */
  async attach(directory: string, options: AttachOptions = {}): Promise<AttachResult> {
    const path = attemptFiles(directory).record;
    for (let look = 0; look < CLAIM_LOOKS_MAX; look++) {
      const record = readProcessRecord(path);
      if (record.kind === 'claimed') return this.#attachClaimed(directory, record.owner);
      if (record.kind === 'absent') return absent(options.claimedBootId);
      if (this.#findMarked(directory).length === 0 && !isWorkedIn(workDirectoryOf(directory))) {
        removeProcessRecord(path);
        return { kind: 'never-started' };
      }
      await this.#pause();
    }
    return { kind: 'unknown', reason: `the record ${path} of its process is not complete` };
  }

  /** Lets go of all processes, which go on without this server. */
  close(): void {
    for (const process of this.#running) process.release();
    this.#running.clear();
    this.#prepared?.close();
    this.#spawner?.close();
    this.#prepared?.removeAll();
  }

  #attachClaimed(directory: string, owner: Parameters<typeof isAlive>[0]): AttachResult {
    const files = attemptFiles(directory);
    const isRunning = isAlive(owner);
    // Read after that look: a process that was gone by then has written its record before.
    const exitCode = readExitCode(files.record);
    if (exitCode !== undefined) {
      const exit = { exitCode, stdoutPath: files.stdout, stderrPath: files.stderr };
      return { kind: 'ended', pid: owner.pid, exit };
    }
    const isSameBoot = owner.bootId === currentBootId();
    // A command whose wrapper was killed may live on, but not across a restart of the machine.
    if (isRunning || (isSameBoot && this.#findMarked(directory).length > 0)) {
      const process = this.#track(new ReattachedProcess(this.#origin(directory), owner));
      return { kind: 'running', process };
    }
    const reason = isSameBoot
      ? `its process ${owner.pid} is gone and has left no exit status`
      : 'the machine was restarted while its process was running';
    return { kind: 'unknown', reason };
  }

  /** Goes by the record of a process that is not, or no longer, seen by this server itself. */
  async #followRecord(directory: string, elsewhere: StartedProcess): Promise<void> {
    const attached = await this.#attachOnceClear(directory, elsewhere.pid);
    if (attached.kind === 'running') elsewhere.becomes(attached.process);
    else if (attached.kind === 'ended') elsewhere.settle(attached.exit);
    else {
      const doubt = attached.kind === 'unknown' ? 'outcome-unknown' : 'never-executed';
      elsewhere.settle({ exitCode: undefined, doubt });
    }
  }

  /** As long as its wrapper lives without a record it may be about to run the command. */
  async #attachOnceClear(directory: string, wrapperPid: number): Promise<AttachResult> {
    for (let look = 0; look < CLAIM_LOOKS_MAX; look++) {
      const isWrapperAlive = identifyProcess(wrapperPid) !== undefined;
      const attached = await this.attach(directory);
      if (attached.kind !== 'never-started' || !isWrapperAlive) return attached;
      await this.#pause();
    }
    return { kind: 'unknown', reason: `process ${wrapperPid} has not begun and does not end` };
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#clock.setTimer(CLAIM_POLL_MS, resolve));
  }

  /**
   * Processes of an attempt whose wrapper is not known to live. A prepared wrapper carries no mark,
   * having been there before the attempt; while it writes its record it works in the attempt's
   * directory.
   */
  #findMarked(directory: string): readonly unknown[] {
    return findProcesses({ groupId: 0, attemptDirectory: directory, isGroupCertain: false });
  }

  #origin(directory: string) {
    return { directory, clock: this.#clock, killGraceMs: this.#killGraceMs };
  }

  #track<Tracked extends AttemptProcess>(process: Tracked): Tracked {
    this.#running.add(process);
    void process.ended.then(() => this.#running.delete(process));
    return process;
  }
}

function absent(claimedBootId: string | undefined): AttachResult {
  if (claimedBootId === undefined || claimedBootId === currentBootId()) {
    return { kind: 'never-started' };
  }
  return { kind: 'unknown', reason: 'the machine was restarted after it had been claimed' };
}
