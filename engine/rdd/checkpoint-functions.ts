/**
 * Checkpoints: rows written to files that outlive their executors, from where on the lineage is
 * forgotten. Written by a job of its own after the first action that computed the rows: persist
 * them, or they are computed twice.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JobRunner } from './job-runner.ts';
import type { Lineage } from './lineage.ts';
import { RDD } from './rdd.ts';
import { StorageLevel } from './storage-level.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Marks the RDD to be written to the checkpoint directory after the next action over it; later
     * actions read it from there.
     * @throws HowdahError `HOWDAH_CHECKPOINT_DIRECTORY_MISSING`
     */
    checkpoint(): void;
    /**
     * Keeps the rows on the executors, on disk where memory does not hold them. The lineage stays,
     * so that a lost executor costs time and not, as in Spark, the job.
     */
    localCheckpoint(): this;
    /** Whether a checkpoint was written. */
    isCheckpointed(): boolean;
    /** The directory of the checkpoint that was written. */
    getCheckpointFile(): string | undefined;
  }
}

const functions = {
  checkpoint(this: RDD<unknown>): void {
    const { lineage, runner } = this;
    const directory = join(runner.checkpointDirectory(), `rdd-${lineage.id}`);
    lineage.mark(() => writeCheckpoint(runner, lineage, directory));
  },

  localCheckpoint(this: RDD<unknown>) {
    return this.lineage.isPersisted ? this : this.persist(StorageLevel.MEMORY_AND_DISK);
  },

  isCheckpointed(this: RDD<unknown>): boolean {
    return this.lineage.checkpointDirectory !== undefined;
  },

  getCheckpointFile(this: RDD<unknown>) {
    return this.lineage.checkpointDirectory;
  },
};

/** After an action has computed the rows, or could have. */
async function writeCheckpoint(runner: JobRunner, lineage: Lineage, directory: string) {
  try {
    await runner.runLineage({
      lineage,
      sink: { kind: 'checkpoint-write', directory },
      operation: 'checkpoint',
      onResult: () => {},
    });
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  lineage.cutAt(directory);
  runner.cleaner?.register(lineage, { kind: 'checkpoint', directory });
}

Object.assign(RDD.prototype, functions);
