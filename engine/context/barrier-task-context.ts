/** Lets the tasks of a barrier stage meet, through the driver. */
import type { BarrierKind } from '../executor/coordination-question.ts';
import { currentTask } from '../executor/current-task.ts';
import { TaskContext } from './task-context.ts';

/** A task of a barrier stage, by the host where it runs. */
export interface BarrierTaskInfo {
  readonly address: string;
}

/**
 * The running task of a barrier stage: `BarrierTaskContext.get()` within a function given to
 * `rdd.barrier().mapPartitions`.
 * @public for programs
 */
export class BarrierTaskContext extends TaskContext {
  /** @throws Error outside of a task */
  static override get(): BarrierTaskContext {
    const current = currentTask();
    if (current === undefined) {
      throw new Error('BarrierTaskContext is there within a task of a barrier stage only');
    }
    return new BarrierTaskContext(current);
  }

  /**
   * Returns when every task of the stage has called it.
   * @throws Error when they do not meet: after `spark.barrier.sync.timeout`, or when some of them
   *   call `allGather` instead
   */
  barrier(): void {
    this.meet('barrier', '');
  }

  /** As `barrier`, and gives everyone the messages of all, in the order of their partitions. */
  allGather(message: string): readonly string[] {
    return this.meet('allGather', message);
  }

  /** All tasks of the stage, in the order of their partitions. */
  getTaskInfos(): readonly BarrierTaskInfo[] {
    const { stageId, stageAttempt } = this.current.task;
    const hosts = this.current.ask({ type: 'barrier-hosts', stageId, stageAttempt });
    return (hosts as readonly string[]).map((address) => ({ address }));
  }

  private meet(kind: BarrierKind, message: string): readonly string[] {
    const { stageId, stageAttempt, partition } = this.current.task;
    const epoch = this.current.barrierEpoch;
    this.current.barrierEpoch += 1;
    const meeting = { stageId, stageAttempt, partition, kind, epoch, message } as const;
    return this.current.ask({ type: 'barrier-sync', ...meeting }) as readonly string[];
  }
}
