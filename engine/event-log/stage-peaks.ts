/** The peaks of each executor's metrics while a stage attempt runs. */
import type { TaskMetrics } from '../executor/task-metrics.ts';
import { type ExecutorPeaks, raisedPeaks, unknownPeaks } from './executor-metrics.ts';

export class StagePeaks {
  /** By stage attempt, then by executor. */
  private readonly stages = new Map<string, Map<string, ExecutorPeaks>>();
  /** What executors said last of themselves. */
  private readonly measured = new Map<string, ExecutorPeaks>();

  stageSubmitted(stageKey: string): void {
    this.stages.set(stageKey, new Map());
  }

  /** @returns the executors that had tasks of the stage, with their peaks while it ran */
  stageCompleted(stageKey: string): ReadonlyMap<string, ExecutorPeaks> {
    const executors = this.stages.get(stageKey) ?? new Map<string, ExecutorPeaks>();
    this.stages.delete(stageKey);
    return executors;
  }

  /** An executor has said what it uses: that counts for the stages whose tasks it has run. */
  executorMeasured(executorId: string, peaks: ExecutorPeaks): void {
    this.measured.set(executorId, raisedPeaks(unknownPeaks, peaks));
    for (const executors of this.stages.values()) {
      const known = executors.get(executorId);
      if (known !== undefined) {
        executors.set(executorId, raisedPeaks(known, peaks));
      }
    }
  }

  /** The driver works for all stages. */
  driverMeasured(executorId: string, metrics: ExecutorPeaks): void {
    for (const executors of this.stages.values()) {
      executors.set(executorId, raisedPeaks(executors.get(executorId) ?? unknownPeaks, metrics));
    }
  }

  executorRemoved(executorId: string): void {
    this.measured.delete(executorId);
  }

  /** @returns what is known of the executor's peaks while the task ran */
  taskEnded(stageKey: string, executorId: string, metrics: TaskMetrics): ExecutorPeaks {
    const held = metrics.peakExecutionMemoryBytes;
    const measured = this.measured.get(executorId) ?? unknownPeaks;
    const peaks =
      held === 0
        ? measured
        : raisedPeaks(measured, { OnHeapExecutionMemory: held, OnHeapUnifiedMemory: held });
    const executors = this.stages.get(stageKey);
    executors?.set(executorId, raisedPeaks(executors.get(executorId) ?? unknownPeaks, peaks));
    return peaks;
  }
}
