/** Peaks of executors' metrics, which the log tells from time to time and at each stage's end. */
import { type ExecutorPeaks, raisedPeaks, unknownPeaks } from '../event-log/executor-metrics.ts';
import { type AppStatus, executorShareOf, stageKeyOf } from './app-status.ts';
import type { PeaksUpdate, StatusEvents } from './status-events.ts';

export function applyExecutorMetricsUpdate(
  status: AppStatus,
  event: StatusEvents['ExecutorMetricsUpdate'],
): void {
  const executorId = event['Executor ID'];
  for (const update of event['Executor Metrics Updated']) {
    raisePeaks(status, executorId, update);
  }
}

export function applyStageExecutorMetrics(
  status: AppStatus,
  event: StatusEvents['StageExecutorMetrics'],
): void {
  raisePeaks(status, event['Executor ID'], event);
}

function raisePeaks(status: AppStatus, executorId: string, update: PeaksUpdate): void {
  const peaks = update['Executor Metrics'];
  const executor = status.executors.get(executorId);
  if (executor !== undefined) {
    executor.peaks = heardPeaks(executor.peaks, peaks);
  }
  const stage = status.stages.get(stageKeyOf(update['Stage ID'], update['Stage Attempt ID']));
  if (stage !== undefined) {
    stage.peaks = heardPeaks(stage.peaks, peaks);
    const share = executorShareOf(stage, executorId);
    share.peaks = heardPeaks(share.peaks, peaks);
  }
}

/** @param told with a heap below 0 where nothing was measured */
export function heardPeaks(
  peaks: ExecutorPeaks | undefined,
  told: ExecutorPeaks,
): ExecutorPeaks | undefined {
  return (told.JVMHeapMemory ?? -1) < 0 ? peaks : raisedPeaks(peaks ?? unknownPeaks, told);
}
