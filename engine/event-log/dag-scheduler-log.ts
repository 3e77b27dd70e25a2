/** What Spark's DAGScheduler logs of jobs and stages. */
import { describeTask } from '../scheduler/describe-task-end.ts';
import { CALL_SITE_SHORT } from '../scheduler/job-properties.ts';
import type { JobStart, SchedulerListener, StageInfo } from '../scheduler/scheduler-events.ts';
import type { OpenStages } from '../scheduler/scheduler-steps.ts';
import type { TaskAttempt, TaskSet } from '../scheduler/task-set.ts';
import { type LogLevel, type LogTarget, logLine } from './log-line.ts';

interface OpenJob {
  readonly callSite: string;
  readonly startMs: number;
}

/** So many partitions of a stage are listed. */
const PARTITIONS_LISTED = 15;

export class DagSchedulerLog implements SchedulerListener {
  private readonly target: LogTarget;
  private readonly jobs = new Map<number, OpenJob>();
  /** Shuffles whose map stage was named once. */
  private readonly shuffles = new Set<number>();
  /** Stage attempts that run, by their stage's id. */
  private readonly running = new Map<number, StageInfo>();
  /** The last stage of a job that has just started. */
  private finalStageId: number | undefined;

  constructor(target: LogTarget) {
    this.target = target;
  }

  jobStarted({ jobId, timeMs, stages, properties }: JobStart): void {
    const callSite = properties[CALL_SITE_SHORT] ?? '';
    this.jobs.set(jobId, { callSite, startMs: timeMs });
    this.noteShuffles(stages);
    const last = stages.find(({ shuffleId }) => shuffleId === undefined);
    if (last === undefined) {
      return;
    }
    this.finalStageId = last.stageId;
    const parents = last.parentIds.map((stageId) => `ShuffleMapStage ${stageId}`);
    this.line(`Got job ${jobId} (${callSite}) with ${last.taskCount} output partitions`);
    this.line(`Final stage: ${nameOf(last)}`);
    this.line(`Parents of final stage: List(${parents.join(', ')})`);
  }

  missingParentsFound(stage: StageInfo, missing: readonly StageInfo[]): void {
    const list = `List(${missing.map(idOf).join(', ')})`;
    if (stage.stageId === this.finalStageId) {
      this.finalStageId = undefined;
      this.line(`Missing parents: ${list}`);
    }
    this.line(`Missing parents found for ${idOf(stage)}: ${list}`);
  }

  stageSubmitted(stage: StageInfo): void {
    this.running.set(stage.stageId, stage);
    this.line(`Submitting ${pipelineOf(stage)}, which has no missing parents`);
  }

  taskSetSubmitted({ stageId, tasks }: TaskSet): void {
    const stage = this.running.get(stageId);
    if (stage === undefined) {
      return;
    }
    const listed = tasks.slice(0, PARTITIONS_LISTED).map(({ partition }) => partition);
    this.line(
      `Submitting ${tasks.length} missing tasks from ${pipelineOf(stage)} (first ` +
        `${PARTITIONS_LISTED} tasks are for partitions Vector(${listed.join(', ')}))`,
    );
  }

  stageCompleted(stage: StageInfo): void {
    this.running.delete(stage.stageId);
    const took = (stage.completionTimeMs ?? 0) - (stage.submissionTimeMs ?? 0);
    this.line(
      stage.failureReason === undefined
        ? `${nameOf(stage)} finished in ${took} ms`
        : `${nameOf(stage)} failed in ${took} ms due to ${stage.failureReason}`,
    );
  }

  newlyRunnableSought({ running, waiting, failed }: OpenStages): void {
    this.line('looking for newly runnable stages');
    this.line(`running: ${setOf(running)}`);
    this.line(`waiting: ${setOf(waiting)}`);
    this.line(`failed: ${setOf(failed)}`);
  }

  stageFetchFailed(stage: StageInfo, mapStage: StageInfo): void {
    const from = `from ${nameOf(mapStage)}`;
    this.line(`Marking ${nameOf(stage)} as failed due to a fetch failure ${from}`);
  }

  resubmissionPlanned(mapStage: StageInfo, stage: StageInfo): void {
    this.line(`Resubmitting ${nameOf(mapStage)} and ${nameOf(stage)} due to fetch failure`);
  }

  barrierStageFailed({ stageId, name }: StageInfo): void {
    this.line(`Marking ${stageId} (${name}) as failed due to a barrier task failed.`);
  }

  barrierResubmissionPlanned(stage: StageInfo): void {
    this.line(`Resubmitting ${nameOf(stage)} due to barrier stage failure.`);
  }

  barrierJobPostponed(jobId: number, needed: number, available: number, retries: number): void {
    this.line(
      `Barrier stage in job ${jobId} requires ${needed} slots, but only ${available} are ` +
        `available. Will retry up to ${retries} more times`,
      'WARN',
    );
  }

  staleFailureIgnored(
    stage: StageInfo,
    failure: 'task' | 'fetch',
    { taskSet, spec }: TaskAttempt,
  ): void {
    this.line(
      `Ignoring ${failure} failure from ${describeTask(taskSet, spec.partition)} as it's from ` +
        `${idOf(stage)} attempt ${taskSet.stageAttempt} and there is a more recent attempt for ` +
        `that stage (attempt ${stage.attempt}) running`,
    );
  }

  failedStagesResubmitted(): void {
    this.line('Resubmitting failed stages');
  }

  taskResubmitted(_stage: StageInfo, { taskSet, spec }: TaskAttempt): void {
    const task = describeTask(taskSet, spec.partition);
    this.line(`Resubmitted ${task}, so marking it as still running.`);
  }

  outputsLost(executorId: string, epoch: number): void {
    this.line(`Executor lost: ${executorId} (epoch ${epoch})`);
    this.line(`Shuffle files lost for executor: ${executorId} (epoch ${epoch})`);
  }

  cancellationAsked(request: string): void {
    this.line(request);
  }

  jobSucceeding(jobId: number): void {
    this.line(
      `Job ${jobId} is finished. Cancelling potential speculative or zombie tasks for this job`,
    );
  }

  jobEnded(jobId: number, timeMs: number, failure: string | undefined): void {
    const { callSite, startMs } = this.jobs.get(jobId) ?? { callSite: '', startMs: timeMs };
    this.jobs.delete(jobId);
    if (/^\w+Async at /.test(callSite)) {
      // Who does not wait for a job is not told of its end.
      return;
    }
    const end = failure === undefined ? 'finished' : 'failed';
    this.line(`Job ${jobId} ${end}: ${callSite}, took ${timeMs - startMs} ms`);
  }

  /** Spark names each shuffle when its first map stage is made, parents first. */
  private noteShuffles(stages: readonly StageInfo[]): void {
    for (const { shuffleId, rdds, name } of stages) {
      if (shuffleId !== undefined && !this.shuffles.has(shuffleId)) {
        this.shuffles.add(shuffleId);
        const rddId = rdds[0]?.id ?? 0;
        this.line(`Registering RDD ${rddId} (${name}) as input to shuffle ${shuffleId}`);
      }
    }
  }

  private line(message: string, level: LogLevel = 'INFO'): void {
    logLine(this.target, level, 'DAGScheduler', message);
  }
}

function idOf({ stageId, shuffleId }: StageInfo): string {
  return `${shuffleId === undefined ? 'ResultStage' : 'ShuffleMapStage'} ${stageId}`;
}

function nameOf(stage: StageInfo): string {
  return `${idOf(stage)} (${stage.name})`;
}

/** With the RDD that the stage computes, as Spark prints it. */
function pipelineOf(stage: StageInfo): string {
  const [rdd] = stage.rdds;
  if (rdd === undefined) {
    return nameOf(stage);
  }
  const { id, name, className, operation, callSite } = rdd;
  const named = name === undefined ? className : `${name} ${className}`;
  return `${idOf(stage)} (${named}[${id}] at ${operation} at ${callSite})`;
}

/** Sets of Spark go by the number of a stage. */
function setOf(stages: readonly StageInfo[]): string {
  const sorted = [...stages].sort((left, right) => left.stageId - right.stageId);
  return `HashSet(${sorted.map(idOf).join(', ')})`;
}
