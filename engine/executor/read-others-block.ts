/** Reads a cached block that another slot or executor keeps, or a copy that outlived it. */
import { rmSync } from 'node:fs';
import type { RowSource } from './batch-source.ts';
import { type BlockId, blockName } from './block-id.ts';
import { placeOf, readBlock, type SharedBlock } from './cached-block.ts';
import type { TaskRun } from './task-run.ts';

/**
 * @returns undefined where nobody has the block, or its file is gone
 * @throws Error from the source, for a block that is damaged: it will not be offered again
 */
export function readOthersBlock(block: BlockId, run: TaskRun): RowSource | undefined {
  if (!run.hasOthers) {
    return undefined;
  }
  const ask = (damaged: string | undefined) =>
    run.ask({ type: 'cached-block', block, damaged }) as SharedBlock | undefined;
  const shared = ask(undefined);
  if (shared === undefined) {
    return undefined;
  }
  const place = placeOf(shared);
  if (shared.form === 'file' && shared.isFetched === true) {
    run.cleanUps.push(() => rmSync(shared.path, { force: true }));
  }
  let rows: RowSource;
  try {
    rows = readBlock(shared, run.cleanUps);
  } catch {
    ask(place);
    return undefined;
  }
  const next = () => {
    try {
      return rows.next();
    } catch (error) {
      ask(place);
      throw new Error(`${blockName(block)} cannot be read`, { cause: error });
    }
  };
  return { form: 'rows', next };
}
