/**
 * Runs tasks in executor processes on this machine: `local-cluster[n,cores,mb]`. A process that
 * ends or falls silent is lost; another takes its place.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import type { Clock } from '../../../base/time/clock.ts';
import { closureToBytes } from '../../closure/closure-bytes.ts';
import type { ProgramLocation } from '../../closure/program-location.ts';
import type { ExecutorMessage, ShuffleSettings } from '../../executor/cluster-protocol.ts';
import type { SlotMemory } from '../../executor/memory-plan.ts';
import type { StageMessage, TaskMessage } from '../../executor/slot-protocol.ts';
import { type DriverQuestion, replyTo } from '../../executor/slot-question.ts';
import { isLibraryFunction } from '../../rdd/library-function.ts';
import { mapPlanFunctions } from '../../rdd/map-functions.ts';
import { RpcServer } from '../../rpc/rpc-server.ts';
import type { BlockAddress } from '../../shuffle/block-request.ts';
import type { BroadcastServer } from '../../storage/broadcast-server.ts';
import type { BackendEvents, SchedulerBackend } from '../scheduler-backend.ts';
import type { SlotLocation } from '../task-set.ts';
import { ExecutorHandle } from './executor-handle.ts';
import { ShuffleService } from './shuffle-service.ts';

export interface LocalClusterOptions {
  readonly executors: number;
  readonly slotsPerExecutor: number;
  /** What each slot may use of the executor's memory. */
  readonly memory: SlotMemory;
  readonly directory: string;
  readonly program: ProgramLocation | undefined;
  readonly clock: Clock;
  readonly heartbeatIntervalMs: number;
  readonly networkTimeoutMs: number;
  readonly outputsOutliveExecutors: boolean;
  readonly broadcasts: BroadcastServer;
  /** `servesBlocks` is the backend's to decide. */
  readonly shuffle: Omit<ShuffleSettings, 'servesBlocks'>;
}

const SECRET_BYTES = 32;

const LOOPBACK = '127.0.0.1';

/** Executors that end before they register, in a row: Spark's `spark.deploy.maxExecutorRetries`. */
const START_FAILURES_MAX = 10;

/** How often silent executors are looked for, as a part of the timeout. */
const HEARTBEAT_CHECKS = 4;

/** Executors that do not end so long after they were told to are killed. */
const STOP_GRACE_MS = 3_000;

export class LocalClusterBackend implements SchedulerBackend {
  readonly defaultParallelism: number;
  readonly slotsPerExecutor: number;
  readonly taskFailuresMax = undefined;
  readonly queuesTasks = true;
  private readonly options: LocalClusterOptions;
  private readonly secret = randomBytes(SECRET_BYTES);
  private readonly server: RpcServer;
  private readonly executors = new Map<string, ExecutorHandle>();
  private readonly stageBodies = new Map<string, Uint8Array>();
  private events: BackendEvents | undefined;
  private port = 0;
  private nextExecutorId = 0;
  private startFailures = 0;
  /** Executors that shall be there; who ends is replaced up to this number. */
  private wanted: number;
  private isStopping = false;
  private readonly shuffleService: ShuffleService | undefined;
  private onEmpty: (() => void) | undefined;

  constructor(options: LocalClusterOptions) {
    this.options = options;
    this.wanted = options.executors;
    this.slotsPerExecutor = options.slotsPerExecutor;
    this.defaultParallelism = Math.max(2, options.executors * options.slotsPerExecutor);
    this.shuffleService = options.outputsOutliveExecutors
      ? new ShuffleService({ directory: options.directory, secret: this.secret.toString('hex') })
      : undefined;
    this.server = new RpcServer({
      secret: this.secret,
      onConnection: (connection) => {
        let executor: ExecutorHandle | undefined;
        return {
          onMessage: (message) => {
            const known = message as ExecutorMessage;
            if (known.type === 'register') {
              executor = this.executors.get(known.executorId);
              if (executor !== undefined) {
                executor.connection = connection();
                executor.blockPort = known.blockPort;
                this.registered(executor);
              }
            } else if (executor !== undefined) {
              this.receive(executor, known);
            }
          },
          onClose: () => executor?.kill(),
        };
      },
    });
  }

  start(events: BackendEvents): void {
    this.events = events;
    this.server.listen().then(
      (port) => {
        this.port = port;
        this.startWanted();
        this.checkHeartbeats();
      },
      (error: unknown) => events.failed(String(error)),
    );
  }

  launch({ executorId, slot }: SlotLocation, task: TaskMessage, stage: StageMessage): void {
    const executor = this.executors.get(executorId);
    if (executor === undefined) {
      return;
    }
    const { stageKey } = stage;
    if (!executor.sentStages.has(stageKey)) {
      executor.sentStages.add(stageKey);
      executor.send({ type: 'stage', stageKey, body: this.bodyOf(stage) });
    }
    executor.send({ type: 'task', slot, task });
  }

  kill({ executorId, slot }: SlotLocation, taskId: number): void {
    this.executors.get(executorId)?.send({ type: 'kill', slot, taskId });
  }

  requestExecutors(count: number): void {
    this.wanted = Math.min(count, this.options.executors);
    if (this.port > 0) {
      this.startWanted();
    }
  }

  removeExecutor(executorId: string, reason: string): void {
    const executor = this.executors.get(executorId);
    if (executor !== undefined) {
      executor.isRemoved = true;
      executor.lostReason = reason;
      executor.kill();
    }
  }

  dropStage(stageKey: string): void {
    this.stageBodies.delete(stageKey);
    for (const executor of this.executors.values()) {
      if (executor.sentStages.delete(stageKey)) {
        executor.send({ type: 'drop-stage', stageKey });
      }
    }
  }

  dropRdd(rddId: number): void {
    for (const executor of this.executors.values()) {
      executor.send({ type: 'drop-rdd', rddId });
    }
  }

  dropBroadcast(broadcastId: number): void {
    for (const executor of this.executors.values()) {
      executor.send({ type: 'drop-broadcast', broadcastId });
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    const ended = new Promise<void>((resolve) => {
      this.onEmpty = resolve;
    });
    for (const executor of this.executors.values()) {
      if (executor.connection === undefined) {
        executor.kill();
      } else {
        executor.send({ type: 'stop', isApplicationOver: true });
      }
    }
    const grace = this.options.clock.setTimer(STOP_GRACE_MS, () => {
      for (const executor of this.executors.values()) {
        executor.kill();
      }
    });
    if (this.executors.size > 0) {
      await ended;
    }
    grace.cancel();
    this.server.close();
    await this.shuffleService?.stop();
  }

  private startWanted(): void {
    while (this.executors.size < this.wanted && !this.isStopping) {
      this.startExecutor();
    }
  }

  private startExecutor(): void {
    const { slotsPerExecutor: slots, directory, program } = this.options;
    const executorId = String(this.nextExecutorId++);
    const executor = new ExecutorHandle(
      {
        executorId,
        slots,
        driverPort: this.port,
        secret: this.secret.toString('hex'),
        directory: join(directory, executorId),
        program,
        heartbeatIntervalMs: this.options.heartbeatIntervalMs,
        memory: this.options.memory,
        shuffle: this.shuffleSettings(),
      },
      this.options.clock.now(),
      (reason) => this.executorEnded(executor, reason),
    );
    this.executors.set(executorId, executor);
  }

  private registered(executor: ExecutorHandle): void {
    this.startFailures = 0;
    executor.lastHeardMs = this.options.clock.now();
    const { executorId } = executor;
    const slots = this.options.slotsPerExecutor;
    this.events?.executorAdded({ executorId, host: hostname(), slots });
  }

  private receive(executor: ExecutorHandle, message: ExecutorMessage): void {
    executor.lastHeardMs = this.options.clock.now();
    switch (message.type) {
      case 'task-end':
        this.events?.taskEnded(message.taskId, message.outcome);
        return;
      case 'slot-lost': {
        const { executorId } = executor;
        this.events?.slotLost({ executorId, slot: message.slot }, message.reason);
        return;
      }
      case 'question': {
        const { number, question } = message;
        void replyTo(() => this.answer(question)).then((reply) =>
          executor.send({ type: 'reply', number, reply }),
        );
        return;
      }
      case 'failed':
        executor.lostReason = message.reason;
        executor.kill();
        return;
    }
  }

  private answer(question: DriverQuestion): unknown {
    switch (question.type) {
      case 'broadcast-piece':
        return this.options.broadcasts.piece(question.broadcastId, question.piece);
      case 'block-address':
        return this.blockAddressOf(question.executorId);
      default:
        return this.events?.asked(question);
    }
  }

  private shuffleSettings(): ShuffleSettings {
    const { shuffle } = this.options;
    const servesBlocks = !shuffle.readsHostDisk && this.shuffleService === undefined;
    return { ...shuffle, servesBlocks };
  }

  private blockAddressOf(executorId: string): BlockAddress | Promise<BlockAddress> {
    if (this.shuffleService !== undefined) {
      return this.shuffleService.address;
    }
    const port = this.executors.get(executorId)?.blockPort;
    if (port === undefined) {
      throw new Error(`Executor ${executorId} is lost`);
    }
    return { host: LOOPBACK, port };
  }

  private executorEnded(executor: ExecutorHandle, exitReason: string): void {
    const { executorId, connection } = executor;
    const reason = executor.lostReason ?? exitReason;
    if (!this.executors.delete(executorId)) {
      return;
    }
    connection?.destroy();
    if (this.isStopping) {
      if (this.executors.size === 0) {
        this.onEmpty?.();
      }
      return;
    }
    if (!this.options.outputsOutliveExecutors) {
      rmSync(join(this.options.directory, executorId), { recursive: true, force: true });
    }
    this.startFailures += connection === undefined && !executor.isRemoved ? 1 : 0;
    if (this.startFailures >= START_FAILURES_MAX) {
      this.events?.failed(reason);
      return;
    }
    this.startWanted();
    this.events?.executorLost(executorId, reason, !executor.isRemoved);
  }

  private checkHeartbeats(): void {
    const { clock, networkTimeoutMs } = this.options;
    clock.setTimer(networkTimeoutMs / HEARTBEAT_CHECKS, () => {
      if (this.isStopping) {
        return;
      }
      for (const executor of this.executors.values()) {
        const silentMs = clock.now() - executor.lastHeardMs;
        if (silentMs > networkTimeoutMs) {
          executor.lostReason ??= `Executor heartbeat timed out after ${silentMs} ms`;
          executor.kill();
        }
      }
      this.checkHeartbeats();
    });
  }

  /** A stage for other processes: functions as bytes, and all of it as bytes, once. */
  private bodyOf(stage: StageMessage): Uint8Array {
    let body = this.stageBodies.get(stage.stageKey);
    if (body === undefined) {
      const plan = mapPlanFunctions(stage.plan, (fn) =>
        isLibraryFunction(fn) || fn instanceof Uint8Array ? fn : closureToBytes(fn),
      );
      body = serialize({ ...stage, plan });
      this.stageBodies.set(stage.stageKey, body);
    }
    return body;
  }
}
