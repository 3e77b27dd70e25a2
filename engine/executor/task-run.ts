/** All that the operators of a running task share. */
import type { StagePlan } from '../rdd/plan.ts';
import type { BlockReader } from '../shuffle/block-reader.ts';
import type { ShuffleOutputs } from '../shuffle/map-output.ts';
import type { BlockStore } from './block-store.ts';
import type { LoopCompiler } from './fused-loop.ts';
import type { CleanUps } from './open-file.ts';
import type { TaskMessage } from './slot-protocol.ts';
import type { SlotQuestion } from './slot-question.ts';
import type { TaskMemory } from './task-memory.ts';
import type { TaskMetrics } from './task-metrics.ts';

// biome-ignore lint/suspicious/noExplicitAny: a user's function, whose types are the user's affair.
export type TaskFunction = (...values: any[]) => any;

export interface TaskRun {
  readonly task: TaskMessage;
  readonly plan: StagePlan<TaskFunction>;
  readonly shuffles: ShuffleOutputs;
  readonly executorId: string;
  readonly directory: string;
  readonly metrics: TaskMetrics;
  readonly blocks: BlockStore;
  readonly blockReader: BlockReader;
  readonly compile: LoopCompiler;
  readonly memory: TaskMemory;
  /** Whether other slots or executors may have blocks that are not here. */
  readonly hasOthers: boolean;
  readonly cleanUps: CleanUps;
  /** Asks the executor or the driver, and sleeps until the answer is there. */
  readonly ask: (question: SlotQuestion) => unknown;
  /** Asks for something to be done, without waiting; allowed when the task has ended, too. */
  readonly tell: (question: SlotQuestion) => void;
  /** @throws TaskKilledError when the task shall be given up */
  readonly checkKilled: () => void;
}

export class TaskKilledError extends Error {
  override readonly name = 'TaskKilledError';
}
