/**
 * Runs tasks in executor processes, whoever starts them. One that ends or falls silent is lost; its
 * source puts another in its place.
 */
import { join } from 'node:path';
import type { LeavingExecutor } from '../../executor/adoption.ts';
import type { OutputName } from '../../executor/block-exchange.ts';
import type { BlockId } from '../../executor/block-id.ts';
import type {
  DriverMessage,
  ExecutorMessage,
  ExecutorRequest,
} from '../../executor/cluster-protocol.ts';
import type { KeptBlock } from '../../executor/slot-pool.ts';
import type { StageMessage, TaskMessage } from '../../executor/slot-protocol.ts';
import { replyTo, type SchedulerQuestion } from '../../executor/slot-question.ts';
import type { FrameConnection, FrameHandlers } from '../../rpc/frame-connection.ts';
import { RpcServer } from '../../rpc/rpc-server.ts';
import type { BlockAddress } from '../../shuffle/block-request.ts';
import { removeShuffles } from '../../shuffle/remove-shuffles.ts';
import type { BackendEvents, SchedulerBackend } from '../scheduler-backend.ts';
import type { SlotLocation } from '../task-set.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { DriverAnswers } from './driver-answers.ts';
import { ExecutorHandle } from './executor-handle.ts';
import type { ExecutorSourceEvents } from './executor-source.ts';
import { removeKeptOutputs } from './remove-kept-outputs.ts';
import { ShuffleService } from './shuffle-service.ts';
import { stageBody } from './stage-body.ts';

type Registration = Extract<ExecutorMessage, { readonly type: 'register' }>;
type NumberedQuestion = Extract<ExecutorMessage, { readonly type: 'question' }>;

/** However little is there, so that work is cut into some parts: Spark's least. */
const PARALLELISM_MIN = 2;

/** How often silent executors are looked for, as a part of the timeout. */
const HEARTBEAT_CHECKS = 4;

/** Executors that do not end so long after they were told to are killed. */
const STOP_GRACE_MS = 3_000;

export class ClusterBackend implements SchedulerBackend {
  readonly slotsPerExecutor: number;
  readonly taskFailuresMax = undefined;
  readonly queuesTasks = true;
  private readonly options: ClusterOptions;
  private readonly server: RpcServer;
  private readonly executors = new Map<string, ExecutorHandle>();
  private readonly stageBodies = new Map<string, Uint8Array>();
  private events: BackendEvents | undefined;
  private startFailures = 0;
  private isStopping = false;
  private readonly shuffleService: ShuffleService | undefined;
  /** Where outputs of executors are served that have ended. */
  private readonly keptOutputs = new Map<string, BlockAddress>();
  /** Of executors that have ended: their outputs are served, read as files, or of no use. */
  private readonly leftDirectories: string[] = [];
  private readonly answers: DriverAnswers;
  private onEmpty: (() => void) | undefined;

  constructor(options: ClusterOptions) {
    this.options = options;
    this.slotsPerExecutor = options.slotsPerExecutor;
    this.shuffleService = options.outputsOutliveExecutors
      ? new ShuffleService({
          directory: options.directory,
          secret: Buffer.from(options.secret).toString('hex'),
        })
      : undefined;
    const { executors, keptOutputs, shuffleService } = this;
    const asked = (question: SchedulerQuestion) => this.events?.asked(question);
    this.answers = new DriverAnswers({
      cluster: options,
      executors,
      keptOutputs,
      shuffleService,
      asked,
    });
    this.server = new RpcServer({
      secret: options.secret,
      encrypts: options.encrypts,
      onConnection: (connection) => this.connected(connection),
    });
  }

  /** Slots that there are, or that there will be. */
  get defaultParallelism(): number {
    let registered = 0;
    for (const { slots } of this.executors.values()) {
      registered += slots;
    }
    return Math.max(PARALLELISM_MIN, this.options.source.slotsAtStart ?? registered);
  }

  start(events: BackendEvents): void {
    this.events = events;
    const { source, secret, host, port } = this.options;
    this.server.listen(port, host).then(
      (found) => {
        if (!this.isStopping) {
          const settingsFor = (slots: number) => this.answers.settingsFor(slots);
          source.start({ port: found, secret, settingsFor }, this.sourceEvents());
          this.checkHeartbeats();
        }
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
    this.options.source.request(count);
  }

  removeExecutor(executorId: string, reason: string): void {
    const executor = this.executors.get(executorId);
    if (executor !== undefined) {
      executor.isRemoved = true;
      this.end(executor, reason);
    }
  }

  async adoptBlock(executorId: string, block: BlockId, from: string) {
    const request = { type: 'adopt-block', block, from: this.leaving(from) } as const;
    return (await this.executors.get(executorId)?.ask(request)) as KeptBlock | undefined;
  }

  async adoptOutput(executorId: string, output: OutputName, from: string): Promise<void> {
    const { shuffleId, mapTaskId } = output;
    await this.executors.get(executorId)?.ask({
      type: 'adopt-output',
      output: { shuffleId, mapTaskId },
      from: this.leaving(from),
    });
  }

  directoryOf(executorId: string): string {
    const { directory } = this.options;
    return this.executors.get(executorId)?.directory ?? join(directory, executorId);
  }

  /** Tasks that are sent from now on find the files that were added. */
  filesAdded(): void {
    for (const executor of this.executors.values()) {
      this.sendFiles(executor);
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

  dropRdd(rddId: number): Promise<void> {
    return this.askAll({ type: 'drop-rdd', rddId });
  }

  dropBroadcast(broadcastId: number): Promise<void> {
    return this.askAll({ type: 'drop-broadcast', broadcastId });
  }

  async dropShuffles(shuffleIds: readonly number[]): Promise<void> {
    const left = this.leftDirectories.map((directory) => removeShuffles(directory, shuffleIds));
    const { keptOutputs, options } = this;
    const kept = removeKeptOutputs(keptOutputs, shuffleIds, options);
    await Promise.all([...left, kept, this.askAll({ type: 'drop-shuffles', shuffleIds })]);
  }

  async stop(): Promise<void> {
    const { source, clock } = this.options;
    this.isStopping = true;
    source.request(0);
    const ended = new Promise<void>((resolve) => {
      this.onEmpty = resolve;
    });
    for (const executor of this.executors.values()) {
      if (executor.connection === undefined) {
        source.kill(executor.executorId);
      } else {
        executor.send({ type: 'stop', isApplicationOver: true });
      }
    }
    const grace = clock.setTimer(STOP_GRACE_MS, () => {
      for (const { executorId } of this.executors.values()) {
        source.kill(executorId);
      }
    });
    if (this.executors.size > 0) {
      await ended;
    }
    grace.cancel();
    await source.stop();
    this.server.close();
    await this.shuffleService?.stop();
  }

  private leaving(executorId: string): LeavingExecutor {
    const { directory, peerAddress } = this.executors.get(executorId) ?? {};
    if (directory === undefined || peerAddress === undefined) {
      throw new Error(`Executor ${executorId} is lost`);
    }
    return { directory, peerAddress };
  }

  /** Resolves when all have done it: those that end meanwhile have nothing left. */
  private async askAll(request: ExecutorRequest): Promise<void> {
    await Promise.allSettled([...this.executors.values()].map((executor) => executor.ask(request)));
  }

  private sourceEvents(): ExecutorSourceEvents {
    const { clock } = this.options;
    return {
      started: (executorId) =>
        this.executors.set(executorId, new ExecutorHandle(executorId, clock.now())),
      ended: (executorId, reason, isCausedByApplication) =>
        this.executorEnded(executorId, reason, isCausedByApplication),
      outputsLost: (executorIds) => this.outputsLost(executorIds),
      failed: (reason) => this.events?.failed(reason),
    };
  }

  /** An executor, or one that fetches what it needs before it is one. */
  private connected(connection: () => FrameConnection): FrameHandlers {
    let executor: ExecutorHandle | undefined;
    return {
      onMessage: (message) => {
        const known = message as ExecutorMessage;
        if (known.type === 'register') {
          executor = this.register(known, connection());
        } else if (executor !== undefined) {
          this.receive(executor, known);
        } else if (known.type === 'question') {
          this.reply(connection(), known);
        }
      },
      onClose: () =>
        executor && this.options.source.disconnected(executor.executorId, this.isStopping),
    };
  }

  private register(
    { executorId, slots, directory, blockAddress, peerAddress }: Registration,
    connection: FrameConnection,
  ): ExecutorHandle | undefined {
    const { source, clock } = this.options;
    const host = source.hostOf(executorId);
    const executor = this.executors.get(executorId);
    if (host === undefined || executor === undefined || this.isStopping) {
      connection.destroy();
      return undefined;
    }
    Object.assign(executor, { connection, slots, directory, blockAddress, peerAddress });
    executor.lastHeardMs = clock.now();
    this.startFailures = 0;
    source.registered(executorId);
    this.sendFiles(executor);
    this.events?.executorAdded({ executorId, host, slots });
    return executor;
  }

  private sendFiles(executor: ExecutorHandle): void {
    if (this.options.files?.hasFiles === true) {
      executor.send({ type: 'sync-files' });
    }
  }

  private receive(executor: ExecutorHandle, message: ExecutorMessage): void {
    executor.lastHeardMs = this.options.clock.now();
    switch (message.type) {
      case 'heartbeat':
        this.events?.executorMeasured?.(executor.executorId, message.residentBytes);
        return;
      case 'task-end':
        this.events?.taskEnded(message.taskId, message.outcome);
        return;
      case 'slot-lost': {
        const { executorId } = executor;
        this.events?.slotLost({ executorId, slot: message.slot }, message.reason);
        return;
      }
      case 'question':
        if (executor.connection !== undefined) {
          this.reply(executor.connection, message);
        }
        return;
      case 'decommissioning':
        this.events?.executorDecommissioning?.(executor.executorId);
        return;
      case 'response':
        executor.requests.receive(message.number, message.reply);
        return;
      case 'failed':
        this.end(executor, message.reason);
        return;
    }
  }

  private reply(connection: FrameConnection, { number, question }: NumberedQuestion): void {
    void replyTo(() => this.answers.answer(question)).then((reply) =>
      connection.send({ type: 'reply', number, reply } satisfies DriverMessage),
    );
  }

  private end(executor: ExecutorHandle, reason: string): void {
    executor.lostReason ??= reason;
    this.options.source.kill(executor.executorId);
  }

  private outputsLost(executorIds: readonly string[]): void {
    for (const executorId of executorIds) {
      this.keptOutputs.delete(executorId);
      this.events?.outputsLost(executorId);
    }
  }

  private executorEnded(executorId: string, exitReason: string, isCausedByApplication: boolean) {
    const executor = this.executors.get(executorId);
    if (executor === undefined) {
      return;
    }
    const { connection, isRemoved } = executor;
    const reason = executor.lostReason ?? exitReason;
    this.executors.delete(executorId);
    if (this.options.source.keepsOutputs && executor.blockAddress !== undefined) {
      this.keptOutputs.set(executorId, executor.blockAddress);
    }
    connection?.destroy();
    executor.requests.end(reason);
    if (executor.directory !== undefined) {
      this.leftDirectories.push(executor.directory);
    }
    if (this.isStopping) {
      if (this.executors.size === 0) {
        this.onEmpty?.();
      }
      return;
    }
    const isFault = isCausedByApplication && !isRemoved;
    this.startFailures += connection === undefined && isFault ? 1 : 0;
    const { startFailuresMax = Number.POSITIVE_INFINITY } = this.options.source;
    if (this.startFailures >= startFailuresMax) {
      this.options.source.request(0);
      this.events?.failed(reason);
      return;
    }
    this.events?.executorLost(executorId, reason, isFault);
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
          this.end(executor, `Executor heartbeat timed out after ${silentMs} ms`);
        }
      }
      this.checkHeartbeats();
    });
  }

  private bodyOf(stage: StageMessage): Uint8Array {
    let body = this.stageBodies.get(stage.stageKey);
    if (body === undefined) {
      body = stageBody(stage);
      this.stageBodies.set(stage.stageKey, body);
    }
    return body;
  }
}
