/**
 * A small process that starts wrappers in the server's stead. Creating a process copies the page
 * tables of its creator: where /bin/true takes 1.6 ms from a process of 50 MB, it was seen to take
 * 4.5 ms from one of 90 MB and 40 ms from one of 300 MB, and the server stands still for as long.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { siblingModule } from '../../base/sibling-module.ts';
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { PrepareRequest, SpawnRequest, Wrapper, WrapperEnd } from './spawn-wrapper.ts';
import type { SpawnerOrder, SpawnerReport } from './spawner-messages.ts';

/** After so long without work the process is given up: an idle server should be a small one. */
const IDLE_MS_MAX = 20_000;

/** The spawner went away before it answered; whether the wrapper was started is not known. */
export class SpawnerLostError extends Error {
  override readonly name = 'SpawnerLostError';
}

/** A prepared wrapper as its server has it. */
export interface WaitingWrapper extends Wrapper {
  /** It will be given an order, or told that there is none. */
  claim(): void;
  /** Gives it the order. Without one, or with a part of one, it ends and runs nothing. */
  end(order?: string): void;
}

interface SpawnedWrapper extends Wrapper {
  /** A prepared one's, unless it has ended already. */
  readonly input: Socket | undefined;
}

interface Spawning {
  /** A prepared one without its order keeps nobody waiting. */
  isIdle: boolean;
  /** Whether `spawned` is. */
  isSettled: boolean;
  readonly spawned: PromiseWithResolvers<SpawnedWrapper>;
  readonly ended: PromiseWithResolvers<WrapperEnd>;
}

/**
 * States: without a process; starting; ready. A process that ends by itself leads back to the
 * first, and what it was watching over is then out of sight.
 */
export class Spawner {
  readonly #clock: Clock;
  #process: ChildProcess | undefined;
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #idleTimer: Timer | undefined;
  #nextId = 0;
  /** Asked for, or started and not ended. */
  readonly #spawnings = new Map<number, Spawning>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether `spawn` can be called. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** The spawner's process, for tests; undefined while there is none. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process, if there is none, and resolves once it is ready or has failed. */
  start(): Promise<void> {
    if (this.#process === undefined) this.#launch();
    return this.#ready.promise;
  }

  /**
   * @throws NodeJS.ErrnoException when the process cannot be created
   * @throws SpawnerLostError
   */
  spawn(request: SpawnRequest): Promise<Wrapper> {
    return this.#begin({ kind: 'spawn', id: this.#nextId++, request }, false);
  }

  /**
   * Prepares a wrapper for an attempt to come.
   *
   * @throws NodeJS.ErrnoException when directory or process cannot be created
   * @throws SpawnerLostError
   */
  async prepare(request: PrepareRequest): Promise<WaitingWrapper> {
    const id = this.#nextId++;
    const { input, ...wrapper } = await this.#begin({ kind: 'prepare', id, request }, true);
    return {
      ...wrapper,
      claim: () => this.#setIdle(id, false),
      end: (order) => {
        this.#setIdle(id, order === undefined);
        if (order !== undefined) input?.write(order);
        input?.destroySoon();
      },
    };
  }

  #setIdle(id: number, isIdle: boolean): void {
    const spawning = this.#spawnings.get(id);
    if (spawning === undefined) return;
    spawning.isIdle = isIdle;
    this.#mindIdleness();
  }

  #begin(order: SpawnerOrder, isIdle: boolean): Promise<SpawnedWrapper> {
    const spawning = {
      isIdle,
      isSettled: false,
      spawned: Promise.withResolvers<SpawnedWrapper>(),
      ended: Promise.withResolvers<WrapperEnd>(),
    };
    this.#spawnings.set(order.id, spawning);
    this.#mindIdleness();
    this.#send(order);
    return spawning.spawned.promise;
  }

  #send(order: SpawnerOrder): void {
    this.#process?.send(order, (error) => {
      if (error !== null) this.#forget(order.id, { kind: 'out-of-sight' });
    });
  }

  /** Ends the process; the wrappers that it has started go on. */
  close(): void {
    const child = this.#process;
    this.#leave();
    child?.stdin?.destroy();
    if (child?.connected) child.disconnect();
  }

  #launch(): void {
    this.#ready = Promise.withResolvers<void>();
    const child = fork(siblingModule(import.meta.url, './spawner-main'), {
      // A session of its own: what a terminal sends to the server is not meant for it.
      detached: true,
      // The pipe tells it that this process has ended.
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      env: {},
      execArgv: [],
    });
    this.#process = child;
    (child.stdin as Socket).unref().on('error', () => {});
    child.on('message', (report: SpawnerReport, input?: Socket) => {
      // It keeps nobody waiting, and one that has ended already takes no order, as its end tells.
      input?.unref().on('error', () => {});
      if (this.#process === child) this.#take(report, input);
      else input?.destroy();
    });
    const lose = () => {
      if (this.#process === child) this.#leave();
    };
    child.once('error', lose);
    child.once('exit', lose);
    this.#mindIdleness();
  }

  #take(report: SpawnerReport, input: Socket | undefined): void {
    if (report.kind === 'ready') {
      this.#isReady = true;
      this.#mindIdleness();
      this.#ready.resolve();
      return;
    }
    const spawning = this.#spawnings.get(report.id);
    if (spawning === undefined) {
      input?.destroy();
      return;
    }
    if (report.kind !== 'exited') spawning.isSettled = true;
    if (report.kind === 'spawned') {
      const ended = spawning.ended.promise;
      const release = () => this.#forget(report.id, { kind: 'out-of-sight' });
      spawning.spawned.resolve({ pid: report.pid, ended, release, input });
    } else if (report.kind === 'exited') {
      this.#forget(report.id, { kind: 'exited', status: report.status ?? undefined });
    } else {
      const { code, message } = report;
      spawning.spawned.reject(Object.assign(new Error(message), { code }));
      this.#forget(report.id, { kind: 'out-of-sight' });
    }
  }

  #forget(id: number, end: WrapperEnd): void {
    const spawning = this.#spawnings.get(id);
    if (spawning === undefined) return;
    this.#spawnings.delete(id);
    if (!spawning.isSettled) spawning.spawned.reject(new SpawnerLostError('the spawner has ended'));
    spawning.ended.resolve(end);
    this.#mindIdleness();
  }

  /** Goes back to the state without a process. */
  #leave(): void {
    this.#process = undefined;
    this.#isReady = false;
    this.#ready.resolve();
    for (const id of [...this.#spawnings.keys()]) this.#forget(id, { kind: 'out-of-sight' });
    this.#idleTimer?.cancel();
  }

  /** Keeps the server alive only while there is something to wait for, and the process not long. */
  #mindIdleness(): void {
    this.#idleTimer?.cancel();
    const child = this.#process;
    if (child === undefined) return;
    if (!this.#isReady || this.#spawnings.values().some(({ isIdle }) => !isIdle)) {
      child.ref();
      child.channel?.ref();
    } else {
      child.unref();
      child.channel?.unref();
      this.#idleTimer = this.#clock.setTimer(IDLE_MS_MAX, () => this.close());
    }
  }
}
