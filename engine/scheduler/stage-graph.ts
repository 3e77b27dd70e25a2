/**
 * Cuts lineages into stages at their shuffles. Walks use explicit stacks, so that long lineages do
 * not overflow; parents get smaller numbers than their children.
 */
import type { Lineage, ShuffleDependency } from '../rdd/lineage.ts';
import { lineageInfo } from '../rdd/lineage-info.ts';
import type { MapOutputTracker } from '../shuffle/map-output-tracker.ts';
import type { BlockTracker } from './block-tracker.ts';
import { CALL_SITE_LONG } from './job-properties.ts';
import { pipelinedLevels, stageOutputLevel } from './output-level.ts';
import type { StageInfo } from './scheduler-events.ts';
import type { ActiveJob, Stage } from './stage.ts';

export class StageGraph {
  readonly stages = new Map<number, Stage>();
  private readonly mapStages = new Map<number, Stage>();
  private readonly mapOutputs: MapOutputTracker;
  private readonly blocks: BlockTracker;
  private nextStageId = 0;

  constructor(mapOutputs: MapOutputTracker, blocks: BlockTracker) {
    this.mapOutputs = mapOutputs;
    this.blocks = blocks;
  }

  /** The stage that runs the job's action, with all its ancestors. */
  addResultStage(job: ActiveJob): Stage {
    const { rdd, callSite, partitions } = job.submission;
    const parents = this.parentStages(rdd, job.id);
    const stage = this.addStage({
      kind: 'ResultStage',
      rdd,
      shuffle: undefined,
      job,
      name: callSite,
      taskCount: partitions.length,
      parents,
      firstJobId: job.id,
    });
    this.claim(stage, job.id);
    return stage;
  }

  /** The stage that writes a shuffle while an active job needs it. */
  mapStageOf(shuffleId: number): Stage | undefined {
    return this.mapStages.get(shuffleId);
  }

  /**
   * Map stages whose outputs a stage needs and which do not all exist. Blocks that are held spare
   * what lies above them, until an attempt has failed for want of it: a task that found no room in
   * the slot that holds its block computes the block anew.
   */
  missingParents(stage: Stage): Stage[] {
    const missing = new Set<Stage>();
    const trustsBlocks = stage.failedAttempts.size === 0;
    const seen = new Set<Lineage>();
    const [jobId = stage.firstJobId] = stage.jobIds;
    const stack = [stage.rdd];
    for (let rdd = stack.pop(); rdd !== undefined; rdd = stack.pop()) {
      if (seen.has(rdd) || (trustsBlocks && this.isFullyHeld(rdd))) {
        continue;
      }
      seen.add(rdd);
      for (const dependency of rdd.dependencies) {
        if (dependency.kind === 'narrow') {
          stack.push(dependency.parent);
          continue;
        }
        const parent = this.mapStage(dependency, jobId);
        if (!this.mapOutputs.isComplete(dependency.shuffleId)) {
          missing.add(parent);
        } else if (parent.nextAttempt === 0) {
          // A stage that is skipped has had its first attempt, as Spark counts.
          parent.nextAttempt = 1;
        }
      }
    }
    return [...missing].sort((left, right) => left.id - right.id);
  }

  /** Drops what only that job needed. @returns the stages that are gone */
  release(job: ActiveJob): Stage[] {
    const gone: Stage[] = [];
    for (const stage of this.stages.values()) {
      if (stage.jobIds.delete(job.id) && stage.jobIds.size === 0) {
        gone.push(stage);
        this.stages.delete(stage.id);
        if (stage.shuffle !== undefined) {
          this.mapStages.delete(stage.shuffle.shuffleId);
        }
      }
    }
    return gone;
  }

  /** As if the job's stages had never been made, which nobody has heard of: their ids go, too. */
  withdraw(job: ActiveJob): void {
    this.nextStageId -= this.release(job).length;
  }

  private isFullyHeld(rdd: Lineage): boolean {
    return rdd.isPersisted && this.blocks.heldPartitions(rdd.id) === rdd.partitionCount;
  }

  private parentStages(rdd: Lineage, jobId: number): Stage[] {
    return directShuffles(rdd).map((dependency) => this.mapStage(dependency, jobId));
  }

  /** Makes stages for the shuffle and for every shuffle above it, the uppermost first. */
  private mapStage(dependency: ShuffleDependency, jobId: number): Stage {
    const existing = this.mapStages.get(dependency.shuffleId);
    if (existing !== undefined) {
      this.claim(existing, jobId);
      return existing;
    }
    const unmade: ShuffleDependency[] = [];
    const seen = new Set<number>();
    const stack = [dependency];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (!seen.has(next.shuffleId) && !this.mapStages.has(next.shuffleId)) {
        seen.add(next.shuffleId);
        unmade.push(next);
        stack.push(...directShuffles(next.parent));
      }
    }
    this.makeInOrder(unmade, jobId);
    return this.mapStages.get(dependency.shuffleId) as Stage;
  }

  /** Parents before children, whatever order the walk met them in. */
  private makeInOrder(unmade: readonly ShuffleDependency[], jobId: number): void {
    const waiting = new Map(unmade.map((dependency) => [dependency.shuffleId, dependency]));
    const stack = [...unmade];
    for (let next = stack.at(-1); next !== undefined; next = stack.at(-1)) {
      const above = directShuffles(next.parent).filter(({ shuffleId }) => waiting.has(shuffleId));
      if (above.length > 0 && waiting.has(next.shuffleId)) {
        stack.push(...above);
        continue;
      }
      stack.pop();
      if (waiting.delete(next.shuffleId)) {
        this.makeMapStage(next, jobId);
      }
    }
  }

  private makeMapStage(shuffle: ShuffleDependency, jobId: number): void {
    const rdd = shuffle.parent;
    this.mapOutputs.registerShuffle(shuffle.shuffleId, rdd.partitionCount);
    const stage = this.addStage({
      kind: 'ShuffleMapStage',
      rdd,
      shuffle,
      job: undefined,
      name: `${rdd.description.operation} at ${rdd.description.callSite}`,
      taskCount: rdd.partitionCount,
      parents: directShuffles(rdd).map(({ shuffleId }) => this.mapStages.get(shuffleId) as Stage),
      firstJobId: jobId,
    });
    this.mapStages.set(shuffle.shuffleId, stage);
    this.claim(stage, jobId);
  }

  private addStage(
    base: Pick<
      Stage,
      'kind' | 'rdd' | 'shuffle' | 'job' | 'name' | 'taskCount' | 'parents' | 'firstJobId'
    >,
  ): Stage {
    const id = this.nextStageId++;
    const outputLevels = pipelinedLevels(
      base.rdd,
      (shuffleId) => this.mapStages.get(shuffleId)?.outputLevel ?? 'DETERMINATE',
    );
    const outputLevel = stageOutputLevel(base.rdd, base.shuffle, outputLevels);
    const stage: Stage = {
      ...base,
      id,
      isBarrier: pipelinedLineages(base.rdd).some(({ description }) => description.isBarrier),
      outputLevel,
      outputLevels,
      isIndeterminate: outputLevel === 'INDETERMINATE',
      ignoredAttempts: 0,
      jobIds: new Set(),
      failedAttempts: new Set(),
      pendingPartitions: new Set(),
      nextAttempt: 0,
      info: newStageInfo(id, 0, base.taskCount, { ...base, outputLevels }),
      plan: undefined,
    };
    this.stages.set(id, stage);
    return stage;
  }

  /** Marks a stage and all above it as needed by a job. */
  private claim(stage: Stage, jobId: number): void {
    const stack = [stage];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (!next.jobIds.has(jobId)) {
        next.jobIds.add(jobId);
        this.stages.set(next.id, next);
        if (next.shuffle !== undefined) {
          this.mapStages.set(next.shuffle.shuffleId, next);
        }
        stack.push(...next.parents);
      }
    }
  }
}

/** Shuffles that a lineage reads without another one in between. */
export function directShuffles(rdd: Lineage): ShuffleDependency[] {
  const shuffles = new Map<number, ShuffleDependency>();
  for (const next of pipelinedLineages(rdd)) {
    for (const dependency of next.dependencies) {
      if (dependency.kind === 'shuffle') {
        shuffles.set(dependency.shuffleId, dependency);
      }
    }
  }
  return [...shuffles.values()];
}

/** The lineages that one task of a stage computes, the stage's own first. */
export function pipelinedLineages(rdd: Lineage): Lineage[] {
  const seen = new Set([rdd]);
  for (const next of seen) {
    for (const dependency of next.dependencies) {
      if (dependency.kind === 'narrow') {
        seen.add(dependency.parent);
      }
    }
  }
  return [...seen];
}

/** What listeners are shown of a new attempt. */
export function newStageInfo(
  stageId: number,
  attempt: number,
  taskCount: number,
  stage: Pick<Stage, 'name' | 'rdd' | 'parents' | 'shuffle' | 'job' | 'outputLevels'>,
): StageInfo {
  const { name, rdd, parents, shuffle, job, outputLevels } = stage;
  return {
    stageId,
    attempt,
    name,
    details: job?.submission.properties[CALL_SITE_LONG] ?? rdd.description.callStack ?? '',
    taskCount,
    rdds: pipelinedLineages(rdd).map((one) => ({
      ...lineageInfo(one),
      outputLevel: outputLevels.get(one) ?? 'DETERMINATE',
    })),
    parentIds: parents.map(({ id }) => id),
    ...(shuffle === undefined ? {} : { shuffleId: shuffle.shuffleId }),
    submissionTimeMs: undefined,
    completionTimeMs: undefined,
    failureReason: undefined,
  };
}
