/** Which attempts of a stage count, and how many there may be. */
import type { ActiveJob, Stage } from './stage.ts';
import type { TaskAttempt } from './task-set.ts';

/** @returns why a stage may not be submitted once more; undefined if it may */
export function attemptsExhausted(stage: Stage, attemptsMax: number): string | undefined {
  return stage.nextAttempt < attemptsMax
    ? undefined
    : `${stage.kind} ${stage.id} (name=${stage.name}) has been resubmitted for the maximum ` +
        `allowable number of times: ${attemptsMax}, which is the max value of config ` +
        '`spark.stage.maxAttempts` and `spark.stage.maxConsecutiveAttempts`.';
}

/** Whether another attempt has given the result, so that this one counts for nothing. */
function hasResult(job: ActiveJob | undefined, { spec }: TaskAttempt): boolean {
  return job !== undefined && job.finished[resultIndex(job, spec.partition)] === 1;
}

/** Whether what a successful attempt has added to accumulators counts. */
export function countsOnce(stage: Stage | undefined, attempt: TaskAttempt): boolean {
  return stage !== undefined && !isIgnored(stage, attempt) && !hasResult(stage.job, attempt);
}

/** Whether the attempt's rows were taken back, or others are being computed in their place. */
export function isIgnored(stage: Stage, { taskSet }: TaskAttempt): boolean {
  const oldest = stage.isIndeterminate ? stage.info.attempt : 0;
  return taskSet.stageAttempt < Math.max(oldest, stage.ignoredAttempts);
}

/** The place of a partition among those that the job wants; most jobs want all of them. */
export function resultIndex({ submission }: ActiveJob, partition: number): number {
  const { partitions } = submission;
  return partitions[partition] === partition ? partition : partitions.indexOf(partition);
}
