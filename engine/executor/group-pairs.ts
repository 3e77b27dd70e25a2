/**
 * Gathers the values of each key in an array. Where they do not fit in memory, all pairs go to disk
 * in parts, and each part is grouped alone.
 */
import { KeyIndex } from '../shuffle/key-index.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { type BatchSource, pairSource } from './batch-source.ts';
import { type PairChunk, type PairChunks, pairsInTurn } from './pair-stream.ts';
import { PartitionedSpill, SPILL_DEPTH_MAX, SPILL_PARTS } from './partitioned-spill.ts';
import type { TaskRun } from './task-run.ts';

/** An array of values without its values: the object and what it grew ahead. */
const GROUP_BYTES = 64;

export function groupPairs(pairs: PairChunks, run: TaskRun, depth = 0): BatchSource {
  let groups = new Groups();
  let spill: PartitionedSpill | undefined;
  const share = run.memory.share();
  for (const chunk of pairs()) {
    if (spill !== undefined) {
      spill.appendColumns(chunk.keys, chunk.values);
      continue;
    }
    groups.add(chunk);
    const heldBytes = groups.estimateBytes();
    if (share.hold(heldBytes) && depth < SPILL_DEPTH_MAX) {
      run.metrics.memoryBytesSpilled += heldBytes;
      spill = new PartitionedSpill(run, depth);
      groups.spillTo(spill);
      groups = new Groups();
      share.hold(0);
    }
  }
  if (spill === undefined) {
    return pairSource(groups.keys.column(), groups.values, () => share.hold(0));
  }
  spill.finish();
  return pairsInTurn(groupParts(spill, run, depth + 1));
}

function* groupParts(spill: PartitionedSpill, run: TaskRun, depth: number): Generator<BatchSource> {
  for (let part = 0; part < SPILL_PARTS; part += 1) {
    yield groupPairs(() => spill.chunks(part), run, depth);
  }
  spill.remove();
}

class Groups {
  readonly keys = new KeyIndex();
  readonly values: unknown[][] = [];
  private valueBytes = 0;

  add({ keys: keyColumn, values }: PairChunk): void {
    const { values: groups } = this;
    const indexes = this.keys.addColumn(keyColumn);
    for (let row = 0; row < indexes.length; row += 1) {
      const index = indexes[row] as number;
      if (index === groups.length) {
        groups.push([values[row]]);
      } else {
        (groups[index] as unknown[]).push(values[row]);
      }
    }
    this.valueBytes += estimateColumnBytes(values);
  }

  estimateBytes(): number {
    return this.keys.estimateBytes() + this.values.length * GROUP_BYTES + this.valueBytes;
  }

  spillTo(spill: PartitionedSpill): void {
    const keys = this.keys.column();
    for (const [index, values] of this.values.entries()) {
      for (const value of values) {
        spill.append(keys[index], value);
      }
    }
  }
}
