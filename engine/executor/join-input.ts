/** Matches pairs of several inputs by key, in memory. */
import type { JoinKind } from '../rdd/plan.ts';
import { KeyIndex } from '../shuffle/key-index.ts';
import type { Column } from '../storage/column.ts';
import { ColumnBuilder } from '../storage/column-builder.ts';
import { type BatchSource, pairSource, rowSource } from './batch-source.ts';
import type { PairStream } from './shuffle-input.ts';

/** Rows of the side that is held, by the number of their key. */
interface HeldSide {
  readonly keys: KeyIndex;
  readonly values: Column;
  /** `starts[k]` is where the rows of key `k` begin in `rows`. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/** Pairs of the left input against the right one, which is held. */
export function joinPairs(
  kind: JoinKind,
  left: () => Iterator<{ keys: Column; values: Column }>,
  right: PairStream,
): BatchSource {
  const held = hold(right);
  const keepsLeft = kind === 'left' || kind === 'full';
  const matched = kind === 'right' || kind === 'full' ? new Uint8Array(held.keys.size) : undefined;
  let chunks: Iterator<{ keys: Column; values: Column }> | undefined = left();
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
    return undefined;
  });
}

function hold(stream: PairStream): HeldSide {
  const keys = new KeyIndex();
  const numbers = new ColumnBuilder();
  const values = new ColumnBuilder();
  stream((keyColumn, valueColumn) => {
    for (let row = 0; row < keyColumn.length; row += 1) {
      numbers.append(keys.add(keyColumn[row]));
      values.append(valueColumn[row]);
    }
  });
  const keyNumbers = numbers.column() as Int32Array;
  const starts = new Int32Array(keys.size + 1);
  for (let row = 0; row < keyNumbers.length; row += 1) {
    const next = (keyNumbers[row] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let key = 0; key < keys.size; key += 1) {
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  }
  const next = starts.slice();
  const rows = new Int32Array(keyNumbers.length);
  for (let row = 0; row < keyNumbers.length; row += 1) {
    const key = keyNumbers[row] as number;
    const at = next[key] as number;
    rows[at] = row;
    next[key] = at + 1;
  }
  return { keys, values: values.column(), starts, rows };
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

/** Every key with the values that each input has for it. */
export function cogroupPairs(inputs: readonly PairStream[]): BatchSource {
  const keys = new KeyIndex();
  const groups: unknown[][][] = [];
  for (const [input, stream] of inputs.entries()) {
    stream((keyColumn, values) => {
      for (let row = 0; row < keyColumn.length; row += 1) {
        const key = keys.add(keyColumn[row]);
        if (key === groups.length) {
          groups.push(inputs.map(() => []));
        }
        ((groups[key] as unknown[][])[input] as unknown[]).push(values[row]);
      }
    });
  }
  return pairSource(keys.column(), groups);
}
