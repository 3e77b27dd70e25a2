/**
 * Matches pairs of two inputs by key. The right side is held; where it does not fit in memory, both
 * sides go to disk in parts, and each part is matched alone.
 */
import type { JoinKind } from '../rdd/plan.ts';
import { concatColumns } from '../shuffle/concat-columns.ts';
import { KeyIndex } from '../shuffle/key-index.ts';
import type { Column } from '../storage/column.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { type BatchSource, type RowSource, rowSource } from './batch-source.ts';
import type { PairChunk, PairChunks } from './pair-stream.ts';
import { PartitionedSpill, SPILL_DEPTH_MAX, SPILL_PARTS } from './partitioned-spill.ts';
import type { TaskRun } from './task-run.ts';

/** Numbers by row and the table of keys, besides the columns. */
const INDEX_ROW_BYTES = 32;

/** Rows of the side that is held, by the number of their key. */
interface HeldSide {
  readonly keys: KeyIndex;
  readonly values: Column;
  /** `starts[k]` is where the rows of key `k` begin in `rows`. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

export function joinPairs(
  kind: JoinKind,
  left: PairChunks,
  right: PairChunks,
  run: TaskRun,
  depth = 0,
): BatchSource {
  let held: PairChunk[] = [];
  let heldBytes = 0;
  let spill: PartitionedSpill | undefined;
  const share = run.memory.share();
  for (const chunk of right()) {
    if (spill !== undefined) {
      spill.appendColumns(chunk.keys, chunk.values);
      continue;
    }
    held.push(chunk);
    const { keys, values } = chunk;
    heldBytes +=
      estimateColumnBytes(keys) + estimateColumnBytes(values) + keys.length * INDEX_ROW_BYTES;
    if (share.hold(heldBytes) && depth < SPILL_DEPTH_MAX) {
      run.metrics.memoryBytesSpilled += heldBytes;
      spill = new PartitionedSpill(run, depth);
      for (const earlier of held) {
        spill.appendColumns(earlier.keys, earlier.values);
      }
      held = [];
      share.hold(0);
    }
  }
  if (spill === undefined) {
    return matchHeld(kind, left, hold(held), () => share.hold(0));
  }
  const leftSpill = new PartitionedSpill(run, depth);
  for (const { keys, values } of left()) {
    leftSpill.appendColumns(keys, values);
  }
  spill.finish();
  leftSpill.finish();
  return joinParts(kind, leftSpill, spill, run, depth + 1);
}

function joinParts(
  kind: JoinKind,
  left: PartitionedSpill,
  right: PartitionedSpill,
  run: TaskRun,
  depth: number,
): RowSource {
  let part = 0;
  let source: BatchSource | undefined;
  return rowSource(() => {
    for (;;) {
      const rows = source?.next() as readonly unknown[] | undefined;
      if (rows !== undefined) {
        return rows;
      }
      if (part === SPILL_PARTS) {
        left.remove();
        right.remove();
        return undefined;
      }
      const at = part++;
      source = joinPairs(
        kind,
        () => left.chunks(at),
        () => right.chunks(at),
        run,
        depth,
      );
    }
  });
}

function matchHeld(kind: JoinKind, left: PairChunks, held: HeldSide, onEnd: () => void): RowSource {
  const keepsLeft = kind === 'left' || kind === 'full';
  const matched = kind === 'right' || kind === 'full' ? new Uint8Array(held.keys.size) : undefined;
  let chunks: Iterator<PairChunk> | undefined = left()[Symbol.iterator]();
  return rowSource(() => {
    while (chunks !== undefined) {
      const step = chunks.next();
      const rows =
        step.done === true
          ? unmatchedRows(held, matched)
          : matchedRows(step.value.keys, step.value.values, held, keepsLeft, matched);
      chunks = step.done === true ? undefined : chunks;
      if (rows.length > 0) {
        return rows;
      }
    }
    onEnd();
    return undefined;
  });
}

function hold(chunks: readonly PairChunk[]): HeldSide {
  const keys = new KeyIndex();
  const rowCount = chunks.reduce((sum, chunk) => sum + chunk.keys.length, 0);
  const keyNumbers = new Int32Array(rowCount);
  let row = 0;
  for (const { keys: keyColumn } of chunks) {
    keyNumbers.set(keys.addColumn(keyColumn), row);
    row += keyColumn.length;
  }
  const starts = new Int32Array(keys.size + 1);
  for (let index = 0; index < rowCount; index += 1) {
    const next = (keyNumbers[index] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let key = 0; key < keys.size; key += 1) {
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  }
  const next = starts.slice();
  const rows = new Int32Array(rowCount);
  for (let index = 0; index < rowCount; index += 1) {
    const key = keyNumbers[index] as number;
    const at = next[key] as number;
    rows[at] = index;
    next[key] = at + 1;
  }
  const values = chunks.length === 0 ? [] : concatColumns(chunks.map((chunk) => chunk.values));
  return { keys, values, starts, rows };
}

function matchedRows(
  keys: Column,
  values: Column,
  held: HeldSide,
  keepsLeft: boolean,
  matched: Uint8Array | undefined,
): unknown[] {
  const joined: unknown[] = [];
  const { starts, rows, values: heldValues } = held;
  for (let row = 0; row < keys.length; row += 1) {
    const key = held.keys.find(keys[row]);
    if (key < 0) {
      if (keepsLeft) {
        joined.push([keys[row], [values[row], undefined]]);
      }
      continue;
    }
    if (matched !== undefined) {
      matched[key] = 1;
    }
    const end = starts[key + 1] as number;
    for (let at = starts[key] as number; at < end; at += 1) {
      joined.push([keys[row], [values[row], heldValues[rows[at] as number]]]);
    }
  }
  return joined;
}

function unmatchedRows(held: HeldSide, matched: Uint8Array | undefined): unknown[] {
  const joined: unknown[] = [];
  if (matched === undefined) {
    return joined;
  }
  const keys = held.keys.column();
  for (let key = 0; key < matched.length; key += 1) {
    if (matched[key] === 0) {
      const end = held.starts[key + 1] as number;
      for (let at = held.starts[key] as number; at < end; at += 1) {
        joined.push([keys[key], [undefined, held.values[held.rows[at] as number]]]);
      }
    }
  }
  return joined;
}
