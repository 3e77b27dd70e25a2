/**
 * Second copies of blocks whose level asks for them (`_2`, `_3`). Executors share a machine, so a
 * copy that outlives its executor is a file beside the executors' directories, which all of them
 * can read: no more than one is needed.
 */
import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emptySource } from './batch-source.ts';
import { type BlockId, blockName } from './block-id.ts';
import type { CachedBlock, SharedBlock } from './cached-block.ts';
import { fileOf } from './unroll-block.ts';

/** Among the directories of executors, whose names are numbers. */
const DIRECTORY = 'replicas';

export class BlockReplicas {
  private readonly directory: string;

  /** @param executorDirectory of an executor; those of its application lie beside it */
  constructor(executorDirectory: string) {
    this.directory = join(dirname(executorDirectory), DIRECTORY);
  }

  /**
   * Copies a block. A copy that cannot be made is none: the block itself is there.
   * @param ownPath where the executor would keep the block as a file
   */
  add(id: BlockId, block: CachedBlock, ownPath: string): void {
    const path = this.pathOf(id);
    try {
      mkdirSync(this.directory, { recursive: true });
      if (block.form === 'file') {
        linkSync(block.path, path);
      } else {
        const copy = `${ownPath}.copy`;
        fileOf(block, emptySource, copy);
        renameSync(copy, path);
      }
    } catch {
      // The disk is full, rows cannot travel, or another executor was first.
    }
  }

  find(id: BlockId): SharedBlock | undefined {
    const path = this.pathOf(id);
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats && { form: 'file', path, sizeBytes: stats.size };
  }

  /** A copy that could not be read. */
  drop(id: BlockId): void {
    rmSync(this.pathOf(id), { force: true });
  }

  dropRdd(rddId: number): void {
    for (const name of this.names()) {
      if (name.startsWith(`rdd_${rddId}_`)) {
        rmSync(join(this.directory, name), { force: true });
      }
    }
  }

  private names(): string[] {
    try {
      return readdirSync(this.directory);
    } catch {
      return [];
    }
  }

  private pathOf(id: BlockId): string {
    return join(this.directory, blockName(id));
  }
}
