/** Executors and hosts that nothing is launched on for a while, or a stage's tasks never. */
import { type AppStatus, executorShareOf, type StageStatus, stageKeyOf } from './app-status.ts';
import type { StatusEvents } from './status-events.ts';

export function applyExecutorExclusion(
  status: AppStatus,
  executorId: string,
  isExcluded: boolean,
): void {
  const executor = status.executors.get(executorId);
  if (executor !== undefined) {
    executor.isExcluded = isExcluded;
  }
}

/** With a host all its executors are excluded, or let in again. */
export function applyNodeExclusion(status: AppStatus, host: string, isExcluded: boolean): void {
  for (const { executorId } of executorsOn(status, host)) {
    applyExecutorExclusion(status, executorId, isExcluded);
  }
}

export function applyExecutorExcludedForStage(
  status: AppStatus,
  event: StatusEvents['ExecutorExcludedForStage'],
): void {
  const stage = status.stages.get(stageKeyOf(event.stageId, event.stageAttemptId));
  if (stage !== undefined) {
    excludeForStage(status, stage, event.executorId);
  }
}

export function applyNodeExcludedForStage(
  status: AppStatus,
  event: StatusEvents['NodeExcludedForStage'],
): void {
  const stage = status.stages.get(stageKeyOf(event.stageId, event.stageAttemptId));
  if (stage !== undefined) {
    for (const { executorId } of executorsOn(status, event.hostId)) {
      excludeForStage(status, stage, executorId);
    }
  }
}

/** Executors that a stage would not use serve all stages again when it has ended. */
export function forgetExclusions(status: AppStatus, stage: StageStatus): void {
  for (const { excludedInStages, removal } of status.executors.values()) {
    if (removal === undefined) {
      excludedInStages.delete(stage.info['Stage ID']);
    }
  }
}

function excludeForStage(status: AppStatus, stage: StageStatus, executorId: string): void {
  executorShareOf(stage, executorId).isExcluded = true;
  status.executors.get(executorId)?.excludedInStages.add(stage.info['Stage ID']);
}

function executorsOn({ executors }: AppStatus, host: string) {
  return [...executors.values()].filter((executor) => executor.host === host);
}
