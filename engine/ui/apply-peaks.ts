/** Peaks of executors' metrics, which the log tells at the end of each stage. */
import { raisedPeaks, unknownPeaks } from '../event-log/executor-metrics.ts';
import { type AppStatus, executorShareOf, stageKeyOf } from './app-status.ts';
import type { StatusEvents } from './status-events.ts';

export function applyStageExecutorMetrics(
  status: AppStatus,
  event: StatusEvents['StageExecutorMetrics'],
): void {
  const executorId = event['Executor ID'];
  const peaks = event['Executor Metrics'];
  const executor = status.executors.get(executorId);
  if (executor !== undefined) {
    executor.peaks = raisedPeaks(executor.peaks ?? unknownPeaks, peaks);
  }
  const stage = status.stages.get(stageKeyOf(event['Stage ID'], event['Stage Attempt ID']));
  if (stage !== undefined) {
    stage.peaks = raisedPeaks(stage.peaks, peaks);
    const share = executorShareOf(stage, executorId);
    share.peaks = raisedPeaks(share.peaks, peaks);
  }
}
