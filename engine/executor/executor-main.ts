/**
 * Entry of an executor process. Its main thread only passes messages and sends heartbeats: user
 * code runs in the slots' threads and cannot hold them up. The process ends when its driver does.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize } from 'node:v8';
import { systemClock } from '../../base/time/system-clock.ts';
import type { FrameConnection } from '../rpc/frame-connection.ts';
import { RequestLine } from '../rpc/request-line.ts';
import { connectRpc } from '../rpc/rpc-client.ts';
import { BlockClient } from '../shuffle/block-client.ts';
import type { BlockAddress } from '../shuffle/block-request.ts';
import { startBlockServer } from '../shuffle/block-server.ts';
import { PeerConnections } from '../shuffle/peer-connections.ts';
import { removeShuffles } from '../shuffle/remove-shuffles.ts';
import { BroadcastCache } from '../storage/broadcast-cache.ts';
import { removeTree } from '../storage/remove-tree.ts';
import { Adoption } from './adoption.ts';
import type { BlockHolder, PeerRequest } from './block-exchange.ts';
import {
  type DriverMessage,
  END_LINE,
  type ExecutorConfiguration,
  type ExecutorMessage,
  type ExecutorRequest,
  type ExecutorStart,
} from './cluster-protocol.ts';
import type { DriverFiles } from './driver-files.ts';
import { MemoryWatch } from './memory-watch.ts';
import { RemoteBlocks } from './remote-blocks.ts';
import { serveCachedBlock } from './serve-cached-block.ts';
import { serveOutputFile } from './serve-output-file.ts';
import { SlotPool } from './slot-pool.ts';
import type { StageMessage, TaskMessage } from './slot-protocol.ts';
import { type DriverQuestion, type ExecutorQuestion, replyTo } from './slot-question.ts';
import { SlotQueues } from './slot-queues.ts';
import { startPeerServer } from './start-peer-server.ts';

/** Of a cached block or an output in one answer. */
const PEER_ANSWER_BYTES = 1 << 20;

/** Ends the process even where a slot's thread is stuck, which an orderly exit would wait for. */
function endProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}

class ExecutorProcess {
  private readonly configuration: ExecutorConfiguration;
  private readonly stages = new Map<string, StageMessage>();
  private readonly pool: SlotPool;
  private readonly queues = new SlotQueues({
    start: (slot, task) => this.start(slot, task),
    killRunning: (slot, taskId) => this.pool.kill(slot, taskId),
    onTaskEnd: (taskId, outcome) => this.send({ type: 'task-end', taskId, outcome }),
  });
  private readonly driver = new RequestLine<DriverQuestion>((number, question) =>
    this.send({ type: 'question', number, question }),
  );
  private readonly broadcasts = new BroadcastCache(
    (broadcastId, piece) =>
      this.driver.ask({ type: 'broadcast-piece', broadcastId, piece }) as Promise<Uint8Array>,
  );
  private readonly blocks: BlockClient;
  private readonly remoteBlocks: RemoteBlocks;
  private readonly adoption: Adoption;
  private readonly files: DriverFiles | undefined;
  private connection: FrameConnection | undefined;

  /** @param files where the driver's are not on this machine */
  constructor(configuration: ExecutorConfiguration, files: DriverFiles | undefined) {
    const { executorId, slots, directory, program, memory } = configuration;
    this.configuration = configuration;
    this.files = files;
    mkdirSync(directory, { recursive: true });
    const peers = {
      ...configuration.shuffle,
      secret: Buffer.from(configuration.secret, 'hex'),
      clock: systemClock,
    };
    const connections = new PeerConnections<PeerRequest>(peers);
    this.remoteBlocks = new RemoteBlocks({
      peers: connections,
      directory,
      holdersOf: (block) =>
        this.driver.ask({ type: 'block-holders', block, executorId }) as Promise<BlockHolder[]>,
    });
    this.blocks = new BlockClient({
      ...peers,
      addressOf: (owner) =>
        this.driver.ask({ type: 'block-address', executorId: owner }) as Promise<BlockAddress>,
    });
    this.pool = new SlotPool({
      executorId,
      slots,
      directory,
      program,
      memory,
      memorySetting: 'spark.executor.memory',
      readsHostDisk: configuration.shuffle.readsHostDisk,
      hasPeers: true,
      clock: systemClock,
      onTaskEnd: (slot, taskId, outcome) => {
        this.queues.ended(slot);
        this.send({ type: 'task-end', taskId, outcome });
      },
      onSlotLost: (slot, reason) => {
        this.send({ type: 'slot-lost', slot, reason });
        this.queues.ended(slot);
      },
      onQuestion: (question) => this.answer(question),
      onFailed: (reason) => this.send({ type: 'failed', reason }),
    });
    this.adoption = new Adoption({
      directory,
      pool: this.pool,
      remoteBlocks: this.remoteBlocks,
      peers: connections,
      readsHostDisk: configuration.shuffle.readsHostDisk,
    });
  }

  async run(): Promise<void> {
    // Whoever ends machines says so in advance: the driver decides what becomes of the executor.
    process.on('SIGPWR', () => this.send({ type: 'decommissioning' }));
    const { driverHost, driverPort, executorId, slots, directory } = this.configuration;
    const secret = Buffer.from(this.configuration.secret, 'hex');
    const [blockAddress, peerAddress] = await Promise.all([
      this.serveBlocks(secret),
      this.servePeers(secret),
    ]);
    const handlers = {
      onMessage: (message: unknown) => this.receive(message as DriverMessage),
      onClose: () => void this.driverLost(),
    };
    try {
      const { encrypts } = this.configuration.shuffle;
      this.connection = await connectRpc(driverPort, secret, handlers, driverHost, { encrypts });
    } catch {
      await this.driverLost();
      return;
    }
    this.send({ type: 'register', executorId, slots, directory, blockAddress, peerAddress });
    this.beat();
    this.watchMemory();
  }

  /**
   * Nobody will ask for the blocks any more, and nobody else removes them. The slots end first, as
   * a task that still runs would make its directory anew.
   */
  async driverLost(): Promise<void> {
    await this.pool.terminate();
    if (!staysWithWorker(this.configuration)) {
      await removeTree(dirname(this.configuration.directory));
    }
    endProcess();
  }

  /** Others ask here for what this executor's tasks have written. */
  private async serveBlocks(secret: Uint8Array): Promise<BlockAddress | undefined> {
    const { shuffle, directory, blockHost: host, shuffleService } = this.configuration;
    if (shuffleService !== undefined || !shuffle.servesBlocks) {
      return shuffleService;
    }
    const server = startBlockServer(dirname(directory), secret, shuffle.encrypts);
    return { host, port: await server.listen(0, host) };
  }

  /** Others ask here for the blocks that this executor keeps. */
  private async servePeers(secret: Uint8Array): Promise<BlockAddress> {
    const { blockHost: host, shuffle } = this.configuration;
    const { encrypts } = shuffle;
    const server = startPeerServer({ secret, encrypts }, (request) => this.serve(request));
    return { host, port: await server.listen(0, host) };
  }

  private async serve(request: PeerRequest): Promise<unknown> {
    if (request.type === 'output-file') {
      return serveOutputFile(this.configuration.directory, request, PEER_ANSWER_BYTES);
    }
    const found = await this.pool.serveBlock(request.block, request.isDamaged);
    return found && serveCachedBlock(found, request.from, PEER_ANSWER_BYTES);
  }

  private watchMemory(): void {
    const { memory, slots } = this.configuration;
    new MemoryWatch({
      clock: systemClock,
      limitBytes: memory.processBytes ?? Number.POSITIVE_INFINITY,
      setting: 'spark.executor.memory',
      residentBytes: () => process.memoryUsage.rss(),
      availableBytes: () => process.availableMemory(),
      slots,
      heapPart: (slot) => this.pool.heapPart(slot),
      onExhausted: (reason) => this.send({ type: 'failed', reason }),
    });
  }

  private beat(): void {
    systemClock.setTimer(this.configuration.heartbeatIntervalMs, () => {
      this.send({ type: 'heartbeat', residentBytes: process.memoryUsage.rss() });
      this.beat();
    });
  }

  private send(message: ExecutorMessage): void {
    this.connection?.send(message);
  }

  private async receive(message: DriverMessage): Promise<void> {
    switch (message.type) {
      case 'stage':
        this.stages.set(message.stageKey, deserialize(message.body) as StageMessage);
        return;
      case 'task':
        this.queues.add(message.slot, message.task);
        return;
      case 'kill':
        this.queues.kill(message.slot, message.taskId);
        return;
      case 'drop-stage':
        this.stages.delete(message.stageKey);
        this.pool.dropStage(message.stageKey);
        return;
      case 'request': {
        const { number, request } = message;
        void replyTo(() => this.fulfil(request)).then((reply) =>
          this.send({ type: 'response', number, reply }),
        );
        return;
      }
      case 'reply':
        this.driver.receive(message.number, message.reply);
        return;
      case 'sync-files':
        await this.files?.sync();
        return;
      case 'stop':
        await this.pool.stop();
        if (message.isApplicationOver && !staysWithWorker(this.configuration)) {
          await removeTree(dirname(this.configuration.directory));
        }
        process.exit(0);
    }
  }

  private fulfil(request: ExecutorRequest): Promise<unknown> {
    switch (request.type) {
      case 'adopt-block':
        return this.adoption.block(request.block, request.from);
      case 'adopt-output':
        return this.adoption.output(request.output, request.from);
      case 'drop-rdd':
        return this.pool.dropRdd(request.rddId);
      case 'drop-broadcast':
        this.broadcasts.drop(request.broadcastId);
        return this.pool.dropBroadcast(request.broadcastId);
      case 'drop-shuffles':
        return removeShuffles(this.configuration.directory, request.shuffleIds);
    }
  }

  private answer(question: ExecutorQuestion): unknown {
    switch (question.type) {
      case 'broadcast':
        return this.broadcasts.get(question.description);
      case 'shuffle-blocks':
        return this.blocks.fetch(question.request);
      case 'remote-block':
        return this.remoteBlocks.find(question.block, question.isDamaged);
      default:
        return this.driver.ask(question);
    }
  }

  private start(slot: number, task: TaskMessage): void {
    const stage = this.stages.get(task.stageKey);
    if (stage === undefined) {
      throw new Error(`Task ${task.taskId} came before its stage ${task.stageKey}`);
    }
    this.pool.launch(slot, task, stage);
  }
}

/** Whoever started the executor holds the other end of the pipe for as long as it lives. */
let abandoned = () => void removeTree(process.argv[2] as string).then(endProcess);
let isStarterGone = false;

/** Its worker's shuffle service goes on with what it leaves. */
function staysWithWorker({ shuffleService }: ExecutorStart): boolean {
  return shuffleService !== undefined && !isStarterGone;
}

function readConfiguration(): Promise<ExecutorConfiguration | ExecutorStart> {
  return new Promise((resolve) => {
    let text = '';
    process.stdin.setEncoding('utf8');
    process.stdin.on('end', () => {
      isStarterGone = !text.endsWith(`\n${END_LINE}`);
      abandoned();
    });
    process.stdin.on('data', (chunk: string) => {
      text += chunk;
      const lineEnd = text.indexOf('\n');
      if (lineEnd >= 0) {
        resolve(JSON.parse(text.slice(0, lineEnd)) as ExecutorConfiguration | ExecutorStart);
      }
    });
  });
}

async function startExecutor(): Promise<ExecutorProcess> {
  const started = await readConfiguration();
  if ('memory' in started) {
    return new ExecutorProcess(started, undefined);
  }
  const { DriverFiles } = await import('./driver-files.ts');
  try {
    const files = await DriverFiles.connect(started);
    return new ExecutorProcess(await files.completeConfiguration(), files);
  } catch (error) {
    process.stderr.write(`The driver cannot be asked what to do: ${String(error)}\n`);
    await removeTree(dirname(started.directory));
    process.exit(1);
  }
}

// A signal to the whole group is the driver's to handle: it tells its executors what to do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {});
}
const executor = await startExecutor();
abandoned = () => void executor.driverLost();
await executor.run();
