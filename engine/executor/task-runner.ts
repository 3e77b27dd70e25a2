/** A slot's work: keeps what its stages share and runs one task at a time. */

import { BlockReader } from '../shuffle/block-reader.ts';
import { FetchFailedError } from '../shuffle/map-output.ts';
import { BlockStore } from './block-store.ts';
import { describeError, isFinalError } from './describe-error.ts';
import { LoopCompiler } from './fused-loop.ts';
import { QuestionLine } from './question-line.ts';
import { PlanReviver } from './revive-plan.ts';
import { runSink, type TaskValue } from './run-sink.ts';
import type { SlotInit, StageMessage, TaskMessage, TaskOutcome } from './slot-protocol.ts';
import type { SlotQuestion } from './slot-question.ts';
import { resetTaskAccumulators, takeAccumulatorUpdates } from './task-accumulators.ts';
import { TaskMemory } from './task-memory.ts';
import { newTaskMetrics, type TaskMetrics } from './task-metrics.ts';
import { TaskKilledError, type TaskRun } from './task-run.ts';

/** Stages beyond this many are forgotten in the order of their arrival, as a guard only. */
const STAGES_MAX = 1_000;

interface HeldStage {
  readonly message: StageMessage;
  readonly compile: LoopCompiler;
  reviver: PlanReviver | undefined;
}

export class TaskRunner {
  private readonly init: SlotInit;
  private readonly blocks: BlockStore;
  private readonly blockReader = new BlockReader();
  private readonly stages = new Map<string, HeldStage>();
  private readonly questions: QuestionLine;
  private checkKilled: () => void = () => {};

  constructor(init: SlotInit) {
    this.init = init;
    this.blocks = new BlockStore(init.directory, init.slot, init.memory);
    this.questions = new QuestionLine(init.questions);
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

  dropRdd(rddId: number): void {
    this.blocks.dropRdd(rddId);
  }

  /** Asks the executor for the running task, which sleeps until the answer is there. */
  ask(question: SlotQuestion): unknown {
    return this.questions.ask(question, this.checkKilled);
  }

  async run(task: TaskMessage): Promise<TaskOutcome> {
    const metrics = newTaskMetrics();
    const started = performance.now();
    const cpu = process.threadCpuUsage();
    const memory = new TaskMemory(
      () => this.blocks.executionLimit(),
      (heldBytes) => this.blocks.yieldTo(heldBytes),
    );
    const cleanUps: (() => void)[] = [];
    const finish = () => {
      const used = process.threadCpuUsage(cpu);
      metrics.executorRunTimeMs = Math.round(
        performance.now() - started - metrics.executorDeserializeTimeMs,
      );
      metrics.executorCpuTimeNs = (used.user + used.system) * 1_000;
      metrics.peakExecutionMemoryBytes = memory.peakBytes;
    };
    try {
      const run = this.prepare(task, { metrics, memory, cleanUps });
      metrics.executorDeserializeTimeMs = Math.round(performance.now() - started);
      const result = runSink(run);
      const value: TaskValue = result instanceof Promise ? await result : result;
      metrics.resultSizeBytes = value instanceof Uint8Array ? value.length : 8;
      finish();
      return this.success(value, metrics);
    } catch (error) {
      finish();
      return failure(error, metrics);
    } finally {
      for (const cleanUp of cleanUps) {
        cleanUp();
      }
      this.blocks.yieldTo(0);
    }
  }

  private success(value: TaskValue, metrics: TaskMetrics): TaskOutcome {
    const accumulators = takeAccumulatorUpdates();
    return {
      status: 'success',
      value,
      metrics,
      blocks: this.blocks.takeChanged(),
      ...(accumulators.length === 0 ? {} : { accumulators }),
    };
  }

  private prepare(
    task: TaskMessage,
    parts: Pick<TaskRun, 'metrics' | 'memory' | 'cleanUps'>,
  ): TaskRun {
    const stage = this.stages.get(task.stageKey);
    if (stage === undefined) {
      throw new Error(`Slot ${this.init.slot} was not sent stage ${task.stageKey}`);
    }
    const { killFlag } = this.init;
    this.checkKilled = () => {
      if (Atomics.load(killFlag, 0) === task.taskId) {
        throw new TaskKilledError(`Task ${task.taskId} was killed`);
      }
    };
    stage.reviver ??= new PlanReviver(stage.message.plan);
    resetTaskAccumulators();
    return {
      ...parts,
      task,
      plan: stage.reviver.planForTask(),
      shuffles: stage.message.shuffles,
      executorId: this.init.executorId,
      directory: this.init.directory,
      blocks: this.blocks,
      blockReader: this.blockReader,
      compile: stage.compile,
      checkKilled: this.checkKilled,
    };
  }
}

function failure(error: unknown, metrics: TaskMetrics): TaskOutcome {
  if (error instanceof TaskKilledError) {
    return { status: 'killed', metrics };
  }
  if (error instanceof FetchFailedError) {
    const { shuffleId, reduceId, output, message } = error;
    return { status: 'fetch-failed', shuffleId, reduceId, output, message, metrics };
  }
  return { status: 'failed', error: describeError(error), isFinal: isFinalError(error), metrics };
}
