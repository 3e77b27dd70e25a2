/** The slots of one executor: worker threads, started at once and replaced when they end. */
import { MessageChannel, Worker } from 'node:worker_threads';
import { siblingModule } from '../../base/sibling-module.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ProgramLocation } from '../closure/program-location.ts';
import { Acknowledgements } from './acknowledgements.ts';
import type { BlockId } from './block-id.ts';
import { BlockReplicas } from './block-replicas.ts';
import { FETCHED, placeOf, type SharedBlock } from './cached-block.ts';
import type { SlotMemory } from './memory-plan.ts';
import { answerQuestions } from './question-line.ts';
import { SlotBlocks } from './slot-blocks.ts';
import { describeEnd, heapLimits, memoryOf } from './slot-heap.ts';
import {
  type SlotAnswer,
  type SlotErrand,
  type SlotInit,
  type SlotRequest,
  type StageMessage,
  type StoredBlock,
  slotSignal,
  type TaskMessage,
  type TaskOutcome,
} from './slot-protocol.ts';
import {
  type CachedBlockQuestion,
  type QuestionHandler,
  replyTo,
  type SlotQuestion,
} from './slot-question.ts';
import { UnpackedFiles } from './unpacked-files.ts';

/** A task that does not notice that it was killed is ended with its thread after so long. */
const KILL_GRACE_MS = 1_000;

/** A thread that cannot be ended in this time is left to the end of its process. */
const TERMINATION_MS = 2_000;

/** A slot that ends so many times in a row before it is ready cannot be started at all. */
const START_FAILURES_MAX = 3;

export interface SlotPoolOptions {
  readonly executorId: string;
  readonly slots: number;
  readonly directory: string;
  readonly program: ProgramLocation | undefined;
  readonly memory: SlotMemory;
  /** The setting that it comes from, for messages. */
  readonly memorySetting: string;
  readonly readsHostDisk: boolean;
  /** Whether there are other executors, which blocks may outlive in copies. */
  readonly hasPeers: boolean;
  readonly clock: Clock;
  readonly onTaskEnd: (slot: number, taskId: number, outcome: TaskOutcome) => void;
  readonly onSlotLost: (slot: number, reason: string) => void;
  /** Finds out what a task wants to know. */
  readonly onQuestion: QuestionHandler;
  /** The slots cannot be started. */
  readonly onFailed: (reason: string) => void;
}

/** What a slot has taken over. */
export interface KeptBlock {
  readonly slot: number;
  readonly stored: StoredBlock;
}

interface Slot {
  readonly worker: Worker;
  readonly signals: Int32Array;
  /** Of its question line: whoever sleeps there wakes up. */
  readonly bell: Int32Array;
  readonly sentStages: Set<string>;
  runningTask: number | undefined;
  startFailures: number;
  lastError: string | undefined;
  /** Its thread can neither go on nor be ended. */
  isStuck: boolean;
}

export class SlotPool {
  private readonly options: SlotPoolOptions;
  private readonly slots: Slot[] = [];
  private readonly blocks: SlotBlocks;
  private readonly replicas: BlockReplicas | undefined;
  private readonly unpacked = new UnpackedFiles();
  private readonly drops = new Acknowledgements();
  private isStopping = false;

  constructor(options: SlotPoolOptions) {
    this.options = options;
    this.replicas = options.hasPeers ? new BlockReplicas(options.directory) : undefined;
    this.blocks = new SlotBlocks({
      clock: options.clock,
      send: (slot, errand) => this.sendErrand(this.slotAt(slot), errand),
    });
    for (let index = 0; index < options.slots; index += 1) {
      this.slots.push(this.startSlot(index, 0));
    }
  }

  launch(index: number, task: TaskMessage, stage: StageMessage): void {
    const slot = this.slotAt(index);
    if (!slot.sentStages.has(stage.stageKey)) {
      slot.sentStages.add(stage.stageKey);
      this.post(slot, stage);
    }
    slot.runningTask = task.taskId;
    slot.worker.ref();
    this.post(slot, task);
  }

  kill(index: number, taskId: number): void {
    const slot = this.slotAt(index);
    if (slot.runningTask !== taskId) {
      return;
    }
    Atomics.store(slot.signals, slotSignal.killedTask, taskId);
    const { worker } = slot;
    this.options.clock.setTimer(KILL_GRACE_MS, () => {
      if (slot.runningTask === taskId && slot.worker === worker && !this.isStopping) {
        slot.lastError = `Task ${taskId} was killed and did not end by itself`;
        void worker.terminate();
      }
    });
  }

  dropStage(stageKey: string): void {
    for (const slot of this.slots) {
      if (slot.sentStages.delete(stageKey)) {
        this.post(slot, { type: 'drop-stage', stageKey });
      }
    }
  }

  /** Resolves when no slot keeps a block of it, which a running task looks at between batches. */
  dropRdd(rddId: number): Promise<void> {
    this.blocks.dropRdd(rddId);
    this.replicas?.dropRdd(rddId);
    return this.tellAll((number) => ({ type: 'drop-rdd', number, rddId }));
  }

  dropBroadcast(broadcastId: number): Promise<void> {
    return this.tellAll((number) => ({ type: 'drop-broadcast', number, broadcastId }));
  }

  /** Idle slots end by themselves, so that what they printed is not lost; busy ones are ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(
      this.slots.map(async (slot) => {
        if (slot.isStuck) {
          return;
        }
        if (slot.runningTask !== undefined) {
          await slot.worker.terminate();
          return;
        }
        const ended = new Promise((resolve) => slot.worker.once('exit', resolve));
        this.post(slot, { type: 'stop' });
        slot.worker.ref();
        await ended;
      }),
    );
  }

  /** Ends all slots, whatever they do, but for one whose runtime is stuck. */
  async terminate(): Promise<void> {
    this.isStopping = true;
    const ended = Promise.all(this.slots.map(({ worker }) => worker.terminate()));
    const patience = Promise.withResolvers<void>();
    const timer = this.options.clock.setTimer(TERMINATION_MS, patience.resolve);
    await Promise.race([ended, patience.promise]);
    timer.cancel();
  }

  /**
   * Ends a slot that takes too much memory; another takes its place.
   * @returns whether it has ended; a thread that has not is left to the end of its process
   */
  async endSlot(index: number, reason: string): Promise<boolean> {
    const slot = this.slotAt(index);
    slot.lastError = reason;
    const end = Promise.withResolvers<boolean>();
    slot.worker.once('exit', () => end.resolve(true));
    void slot.worker.terminate();
    const timer = this.options.clock.setTimer(TERMINATION_MS, () => end.resolve(false));
    slot.isStuck = !(await end.promise);
    timer.cancel();
    if (slot.isStuck) {
      slot.worker.unref();
    }
    return !slot.isStuck;
  }

  /** How full a slot's heap is, as a part of its limit; undefined for a slot without a task. */
  heapPart(index: number): Promise<number> | undefined {
    const { runningTask, worker } = this.slotAt(index);
    return runningTask === undefined
      ? undefined
      : worker.getHeapStatistics().then((heap) => heap.used_heap_size / heap.heap_size_limit);
  }

  /** Of the slots whose tasks run the one that takes most memory, or does not even say. */
  async largestSlot(): Promise<number | undefined> {
    let largest: { readonly index: number; readonly sizeBytes: number } | undefined;
    for (const [index, { runningTask, worker }] of this.slots.entries()) {
      const sizeBytes = runningTask === undefined ? -1 : await memoryOf(worker, this.options.clock);
      if (sizeBytes > (largest?.sizeBytes ?? 0)) {
        largest = { index, sizeBytes };
      }
    }
    return largest?.index;
  }

  /** What other executors may be told of a block; undefined for one that no slot can share. */
  async serveBlock(block: BlockId, isDamaged: boolean): Promise<SharedBlock | undefined> {
    const kept = await this.blocks.find({ block, damaged: undefined }, undefined);
    if (kept === undefined || !isDamaged) {
      return kept;
    }
    await this.blocks.find({ block, damaged: placeOf(kept) }, undefined);
    return undefined;
  }

  /**
   * Takes over a block of another executor.
   * @returns where it is kept now; undefined where no slot has room for it
   */
  async keepBlock(block: BlockId, content: SharedBlock): Promise<KeptBlock | undefined> {
    const { slots } = this.options;
    for (let turn = 0; turn < slots; turn += 1) {
      const slot = (block.partition + turn) % slots;
      const stored = await this.blocks.keep(slot, block, content);
      if (stored !== undefined) {
        return { slot, stored };
      }
    }
    return undefined;
  }

  /** A block that others keep, near or far, or a copy of one; undefined where there is none. */
  private async findBlock(
    question: CachedBlockQuestion,
    asking: number,
  ): Promise<SharedBlock | undefined> {
    const { block, damaged } = question;
    const near = damaged === FETCHED ? undefined : await this.findNearBlock(question, asking);
    if (near !== undefined || !this.options.hasPeers) {
      return near;
    }
    const far = { type: 'remote-block', block, isDamaged: damaged === FETCHED } as const;
    return this.options.onQuestion(far, asking) as Promise<SharedBlock | undefined>;
  }

  private async findNearBlock(
    question: CachedBlockQuestion,
    asking: number,
  ): Promise<SharedBlock | undefined> {
    const kept = await this.blocks.find(question, asking);
    const copy = kept === undefined ? this.replicas?.find(question.block) : undefined;
    if (copy !== undefined && placeOf(copy) === question.damaged) {
      this.replicas?.drop(question.block);
      return undefined;
    }
    return kept ?? copy;
  }

  private slotAt(index: number): Slot {
    return this.slots[index] as Slot;
  }

  private post(slot: Slot, request: SlotRequest): void {
    slot.worker.postMessage(request);
  }

  private tellAll(errandOf: (number: number) => SlotErrand): Promise<void> {
    return this.drops.expect(this.slots.keys(), (number) => {
      for (const slot of this.slots) {
        this.sendErrand(slot, errandOf(number));
      }
    });
  }

  /** A slot whose task runs or sleeps sees it between batches. */
  private sendErrand(slot: Slot, errand: SlotErrand): void {
    this.post(slot, errand);
    Atomics.add(slot.signals, slotSignal.errands, 1);
    Atomics.add(slot.bell, 0, 1);
    Atomics.notify(slot.bell, 0);
  }

  private async answer(question: SlotQuestion, slot: number): Promise<unknown> {
    switch (question.type) {
      case 'unpacked-piece':
        return this.unpacked.next(slot, question.file, question.path);
      case 'close-unpacked':
        return this.unpacked.close(slot, question.file);
      case 'cached-block':
        return this.findBlock(question, slot);
      default:
        return this.options.onQuestion(question, slot);
    }
  }

  private startSlot(index: number, startFailures: number): Slot {
    const { executorId, directory, program, memory, memorySetting, readsHostDisk } = this.options;
    const signals = new Int32Array(new SharedArrayBuffer(8));
    signals[slotSignal.killedTask] = -1;
    const bell = new Int32Array(new SharedArrayBuffer(4));
    const { port1, port2 } = new MessageChannel();
    answerQuestions({ port: port1, bell }, (question) =>
      replyTo(() => this.answer(question, index)),
    );
    const questions = { port: port2, bell };
    const slotInit: SlotInit = {
      executorId,
      slot: index,
      directory,
      program,
      signals,
      hasPeers: this.options.hasPeers,
      hasOtherSlots: this.options.slots > 1,
      memory,
      readsHostDisk,
      questions,
    };
    const worker = new Worker(siblingModule(import.meta.url, './slot-main'), {
      workerData: slotInit,
      transferList: [port2],
      name: `slot ${index}`,
      resourceLimits: heapLimits(memory.heapMegabytes),
    });
    const slot: Slot = {
      worker,
      signals,
      bell,
      sentStages: new Set(),
      runningTask: undefined,
      startFailures,
      lastError: undefined,
      isStuck: false,
    };
    worker.unref();
    worker.on('message', (answer: SlotAnswer) => this.receive(slot, index, answer));
    worker.on('error', (error) => {
      slot.lastError ??= describeEnd(error, memory, memorySetting);
    });
    worker.on('exit', () => {
      port1.close();
      this.drops.lost(index);
      this.slotEnded(slot, index);
    });
    return slot;
  }

  private receive(slot: Slot, index: number, answer: SlotAnswer): void {
    if (answer.type === 'ready') {
      slot.startFailures = 0;
      return;
    }
    if (answer.type === 'shared-block') {
      this.blocks.answered(answer.number, answer.block);
      return;
    }
    if (answer.type === 'kept-block') {
      this.blocks.answered(answer.number, answer.stored);
      return;
    }
    if (answer.type === 'dropped') {
      this.drops.acknowledge(answer.number, index);
      return;
    }
    slot.runningTask = undefined;
    slot.worker.unref();
    const { outcome } = answer;
    if (outcome.status === 'success' && outcome.blocks.length > 0) {
      this.blocks.changed(index, outcome.blocks);
    }
    this.options.onTaskEnd(index, answer.taskId, outcome);
  }

  private slotEnded(slot: Slot, index: number): void {
    if (this.isStopping || this.slots[index] !== slot) {
      return;
    }
    const reason = slot.lastError ?? 'Its thread ended';
    if (slot.startFailures + 1 >= START_FAILURES_MAX) {
      this.options.onFailed(reason);
      return;
    }
    this.slots[index] = this.startSlot(index, slot.startFailures + 1);
    this.blocks.slotLost(index);
    this.unpacked.slotLost(index);
    this.options.onSlotLost(index, reason);
  }
}
