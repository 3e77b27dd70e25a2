/** Every key with the values that each input has for it; through disk where they are too many. */
import { KeyIndex } from '../shuffle/key-index.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { type BatchSource, pairSource } from './batch-source.ts';
import { type PairChunk, type PairChunks, pairsInTurn } from './pair-stream.ts';
import { PartitionedSpill, SPILL_DEPTH_MAX, SPILL_PARTS } from './partitioned-spill.ts';
import type { TaskRun } from './task-run.ts';

/** An array of values without its values. */
const GROUP_BYTES = 64;

export function cogroupPairs(inputs: readonly PairChunks[], run: TaskRun, depth = 0): BatchSource {
  let table = new CogroupTable(inputs.length);
  let spills: PartitionedSpill[] | undefined;
  const share = run.memory.share();
  for (const [input, pairs] of inputs.entries()) {
    for (const chunk of pairs()) {
      if (spills !== undefined) {
        spills[input]?.appendColumns(chunk.keys, chunk.values);
        continue;
      }
      table.add(input, chunk);
      const heldBytes = table.estimateBytes();
      if (share.hold(heldBytes) && depth < SPILL_DEPTH_MAX) {
        run.metrics.memoryBytesSpilled += heldBytes;
        spills = inputs.map(() => new PartitionedSpill(run, depth));
        table.spillTo(spills);
        table = new CogroupTable(inputs.length);
        share.hold(0);
      }
    }
  }
  if (spills === undefined) {
    return pairSource(table.keys.column(), table.groups, () => share.hold(0));
  }
  for (const spill of spills) {
    spill.finish();
  }
  return pairsInTurn(cogroupParts(spills, run, depth + 1));
}

function* cogroupParts(
  spills: readonly PartitionedSpill[],
  run: TaskRun,
  depth: number,
): Generator<BatchSource> {
  for (let part = 0; part < SPILL_PARTS; part += 1) {
    const inputs = spills.map((spill) => () => spill.chunks(part));
    yield cogroupPairs(inputs, run, depth);
  }
  for (const spill of spills) {
    spill.remove();
  }
}

class CogroupTable {
  readonly keys = new KeyIndex();
  /** By key, then by input. */
  readonly groups: unknown[][][] = [];
  private readonly inputCount: number;
  private valueBytes = 0;

  constructor(inputCount: number) {
    this.inputCount = inputCount;
  }

  add(input: number, { keys: keyColumn, values }: PairChunk): void {
    const { keys, groups, inputCount } = this;
    for (let row = 0; row < keyColumn.length; row += 1) {
      const key = keys.add(keyColumn[row]);
      if (key === groups.length) {
        groups.push(Array.from({ length: inputCount }, () => []));
      }
      ((groups[key] as unknown[][])[input] as unknown[]).push(values[row]);
    }
    this.valueBytes += estimateColumnBytes(values);
  }

  estimateBytes(): number {
    const groupBytes = this.groups.length * (this.inputCount + 1) * GROUP_BYTES;
    return this.keys.estimateBytes() + groupBytes + this.valueBytes;
  }

  spillTo(spills: readonly PartitionedSpill[]): void {
    const keys = this.keys.column();
    for (const [key, groups] of this.groups.entries()) {
      for (const [input, values] of groups.entries()) {
        for (const value of values) {
          spills[input]?.append(keys[key], value);
        }
      }
    }
  }
}
