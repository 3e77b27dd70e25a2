/** Reads a block of a persisted RDD that another slot or another executor keeps. */
import type { RowSource } from './batch-source.ts';
import { type BlockId, blockName } from './block-id.ts';
import { readBlock, type SharedBlock } from './cached-block.ts';
import type { TaskRun } from './task-run.ts';

/**
 * @returns undefined where nobody has the block, or its file is gone
 * @throws Error from the source, for a block that is damaged: it will not be offered again
 */
export function readOthersBlock(block: BlockId, run: TaskRun): RowSource | undefined {
  if (!run.asksForBlocks) {
    return undefined;
  }
  const ask = (wasDamaged: boolean) =>
    run.ask({ type: 'cached-block', block, wasDamaged }) as SharedBlock | undefined;
  const shared = ask(false);
  if (shared === undefined) {
    return undefined;
  }
  let rows: RowSource;
  try {
    rows = readBlock(shared, run.cleanUps);
  } catch {
    ask(true);
    return undefined;
  }
  const next = () => {
    try {
      return rows.next();
    } catch (error) {
      ask(true);
      throw new Error(`${blockName(block)} cannot be read`, { cause: error });
    }
  };
  return { form: 'rows', next };
}
