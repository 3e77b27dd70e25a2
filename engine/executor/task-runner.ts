/** A slot's work: keeps what its stages share and runs one task at a time. */

import { BlockReader } from '../shuffle/block-reader.ts';
import type { BlockRequest, BlockResponse } from '../shuffle/block-request.ts';
import { FetchFailedError } from '../shuffle/map-output.ts';
import { rowsToBytes } from '../storage/row-bytes.ts';
import type { BlockId } from './block-id.ts';
import { BlockStore } from './block-store.ts';
import type { SharedBlock } from './cached-block.ts';
import { CommitDeniedError } from './commit-permission.ts';
import { completeTask, enterTask, failTask, leaveTask } from './current-task.ts';
import { describeError, isFinalError } from './describe-error.ts';
import { LoopCompiler } from './fused-loop.ts';
import { GcTime } from './gc-time.ts';
import { QuestionLine } from './question-line.ts';
import { PlanReviver } from './revive-plan.ts';
import { runSink, type SinkResult } from './run-sink.ts';
import {
  type BlockErrand,
  type SlotInit,
  type StageMessage,
  type StoredBlock,
  slotSignal,
  type TaskMessage,
  type TaskOutcome,
} from './slot-protocol.ts';
import type { SlotQuestion } from './slot-question.ts';
import { resetTaskAccumulators, takeAccumulatorUpdates } from './task-accumulators.ts';
import { TaskMemory } from './task-memory.ts';
import { newTaskMetrics, type TaskMetrics } from './task-metrics.ts';
import { TaskKilledError, type TaskRun } from './task-run.ts';
import { TaskStopwatch } from './task-stopwatch.ts';

/** Stages beyond this many are forgotten in the order of their arrival, as a guard only. */
const STAGES_MAX = 1_000;

/** What a result without rows counts for. */
const NUMBER_BYTES = 8;

interface HeldStage {
  readonly message: StageMessage;
  readonly compile: LoopCompiler;
  reviver: PlanReviver | undefined;
}

export class TaskRunner {
  private readonly init: SlotInit;
  private readonly blocks: BlockStore;
  private readonly blockReader: BlockReader;
  private readonly stages = new Map<string, HeldStage>();
  private readonly gcTime = new GcTime();
  private readonly questions: QuestionLine;
  private readonly runErrands: () => void;
  private checkKilled: () => void = () => {};
  private isRunning = false;
  private readonly droppedRdds = new Set<number>();

  /** @param runErrands does what others want of the slot's blocks */
  constructor(init: SlotInit, runErrands: () => void) {
    this.init = init;
    this.runErrands = runErrands;
    this.blocks = new BlockStore(init);
    this.questions = new QuestionLine(init.questions);
    const fetch = (request: BlockRequest) =>
      this.ask({ type: 'shuffle-blocks', request }) as BlockResponse;
    this.blockReader = new BlockReader(
      init.readsHostDisk ? undefined : { ownExecutorId: init.executorId, fetch },
    );
  }

  addStage(message: StageMessage): void {
    this.stages.set(message.stageKey, {
      message,
      compile: new LoopCompiler(),
      reviver: undefined,
    });
    if (this.stages.size > STAGES_MAX) {
      this.stages.delete(this.stages.keys().next().value as string);
    }
  }

  dropStage(stageKey: string): void {
    this.stages.delete(stageKey);
  }

  /** What a running task keeps of it after this is forgotten at its end. */
  dropRdd(rddId: number): void {
    this.blocks.dropRdd(rddId);
    if (this.isRunning) {
      this.droppedRdds.add(rddId);
    }
  }

  /** @returns the block that shall be shared, where it can be */
  runErrand({
    type,
    block,
  }: Exclude<BlockErrand, { type: 'keep-block' }>): SharedBlock | undefined {
    switch (type) {
      case 'share-block':
        return this.blocks.share(block);
      case 'touch-block':
        this.blocks.touch(block);
        return undefined;
      case 'drop-block':
        this.blocks.dropBlock(block);
        return undefined;
    }
  }

  /** @returns undefined where there is no room, or the block cannot be had */
  keepBlock(block: BlockId, content: SharedBlock): StoredBlock | undefined {
    try {
      return this.blocks.adopt(block, content);
    } catch {
      // A full disk, for example: the block is computed anew by whoever needs it.
      return undefined;
    }
  }

  /** Asks the executor for the running task, which sleeps until the answer is there. */
  ask(question: SlotQuestion): unknown {
    return this.questions.ask(question, this.checkKilled);
  }

  async run(task: TaskMessage): Promise<TaskOutcome> {
    const metrics = newTaskMetrics();
    const memory = new TaskMemory(
      () => this.blocks.executionLimit(),
      (heldBytes) => this.blocks.yieldTo(heldBytes),
    );
    const cleanUps: (() => void)[] = [];
    const stopwatch = new TaskStopwatch(metrics);
    let outcome: TaskOutcome;
    this.isRunning = true;
    try {
      const run = this.prepare(task, { metrics, memory, cleanUps });
      stopwatch.prepared();
      const result = runSink(run);
      const awaited = result instanceof Promise ? await result : result;
      completeTask();
      stopwatch.ran();
      outcome = this.success(awaited, metrics);
    } catch (error) {
      failTask(error);
      stopwatch.ran();
      outcome = failure(error, task, metrics);
    } finally {
      leaveTask();
      for (const cleanUp of cleanUps) {
        cleanUp();
      }
      this.blocks.yieldTo(0);
      this.isRunning = false;
      this.forgetDropped();
    }
    metrics.peakExecutionMemoryBytes = memory.peakBytes;
    metrics.gcTimeMs = await this.gcTime.takeMs(metrics.executorRunTimeMs);
    return outcome;
  }

  private success(result: SinkResult, metrics: TaskMetrics): TaskOutcome {
    const started = performance.now();
    const value = typeof result === 'object' ? rowsToBytes(result.rows) : result;
    metrics.resultSerializationTimeMs = Math.round(performance.now() - started);
    metrics.resultSizeBytes = value instanceof Uint8Array ? value.length : NUMBER_BYTES;
    const accumulators = takeAccumulatorUpdates();
    this.forgetDropped();
    return {
      status: 'success',
      value,
      metrics,
      blocks: this.blocks.takeChanged(),
      ...(accumulators.length === 0 ? {} : { accumulators }),
    };
  }

  private forgetDropped(): void {
    for (const rddId of this.droppedRdds) {
      this.blocks.dropRdd(rddId);
    }
    this.droppedRdds.clear();
  }

  private prepare(
    task: TaskMessage,
    parts: Pick<TaskRun, 'metrics' | 'memory' | 'cleanUps'>,
  ): TaskRun {
    const stage = this.stages.get(task.stageKey);
    if (stage === undefined) {
      throw new Error(`Slot ${this.init.slot} was not sent stage ${task.stageKey}`);
    }
    const { signals } = this.init;
    this.checkKilled = () => {
      if (Atomics.load(signals, slotSignal.killedTask) === task.taskId) {
        throw new TaskKilledError(`Task ${task.taskId} was killed`);
      }
      if (Atomics.load(signals, slotSignal.errands) > 0) {
        this.runErrands();
      }
    };
    stage.reviver ??= new PlanReviver(stage.message.plan);
    resetTaskAccumulators();
    const ask = (question: SlotQuestion) => this.ask(question);
    const { message: stageContext } = stage;
    const { metrics } = parts;
    const isKilled = () => Atomics.load(signals, slotSignal.killedTask) === task.taskId;
    enterTask({ task, stage: stageContext, metrics, ask, isKilled });
    return {
      ...parts,
      task,
      plan: stage.reviver.planForTask(),
      shuffles: stage.message.shuffles,
      executorId: this.init.executorId,
      directory: this.init.directory,
      blocks: this.blocks,
      blockReader: this.blockReader,
      hasOthers: this.init.hasOtherSlots || this.init.hasPeers,
      compile: stage.compile,
      ask,
      tell: (question) => this.questions.tell(question),
      checkKilled: this.checkKilled,
    };
  }
}

function failure(error: unknown, task: TaskMessage, metrics: TaskMetrics): TaskOutcome {
  if (error instanceof CommitDeniedError) {
    const { stageId, partition, attemptNumber } = task;
    return { status: 'commit-denied', stageId, partition, attemptNumber, metrics };
  }
  if (error instanceof TaskKilledError) {
    return { status: 'killed', metrics };
  }
  if (error instanceof FetchFailedError) {
    const { shuffleId, reduceId, output, message } = error;
    return { status: 'fetch-failed', shuffleId, reduceId, output, message, metrics };
  }
  return { status: 'failed', error: describeError(error), isFinal: isFinalError(error), metrics };
}
