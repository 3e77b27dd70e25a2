/** A stage attempt as listeners see it. */
import type { LineageInfo } from '../rdd/lineage-info.ts';
import type { OutputLevel } from './output-level.ts';

/** An RDD that a stage computes. */
export interface StageRdd extends LineageInfo {
  /** What a second computation may change. */
  readonly outputLevel: OutputLevel;
}

export interface StageInfo {
  readonly stageId: number;
  readonly attempt: number;
  readonly name: string;
  readonly details: string;
  readonly taskCount: number;
  readonly rdds: readonly StageRdd[];
  readonly parentIds: readonly number[];
  /** What it writes, for a map stage. */
  readonly shuffleId?: number;
  submissionTimeMs: number | undefined;
  completionTimeMs: number | undefined;
  failureReason: string | undefined;
}
