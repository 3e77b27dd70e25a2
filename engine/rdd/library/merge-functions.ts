/** Functions over whole partitions that merge, number or tell apart rows. */
import { keyIdentity } from '../../shuffle/key-identity.ts';

type Merge = (left: unknown, right: unknown) => unknown;

/** None, or one: what a partition without rows has to merge is nothing. */
type Optional = readonly [] | readonly [unknown];

export const mergeFunctions = {
  /** One row: all of the partition merged into a copy of `zero`. */
  aggregatePartition: (zero: unknown, seqOp: Merge, rows: Iterable<unknown>) => {
    let combined: unknown = structuredClone(zero);
    for (const row of rows) {
      combined = seqOp(combined, row);
    }
    return [combined];
  },

  /** One optional: all rows of the partition merged. */
  reducePartition: (merge: Merge, rows: Iterable<unknown>) => {
    let merged: Optional = [];
    for (const row of rows) {
      merged = [merged.length === 0 ? row : merge(merged[0], row)];
    }
    return [merged];
  },

  mergeOptionals: (merge: Merge, left: Optional, right: Optional): Optional => {
    if (left.length === 0) return right;
    return right.length === 0 ? left : [merge(left[0], right[0])];
  },

  /** Pairs of a number below `count`, the same for the whole partition, and the row. */
  pairWithPartition: (count: number, partition: number, rows: IteratorObject<unknown>) =>
    rows.map((row) => [partition % count, row]),

  /** Pairs of a row and a number that no other row has. */
  pairWithUniqueId: (partitions: number, partition: number, rows: IteratorObject<unknown>) =>
    rows.map((row, index) => [row, index * partitions + partition]),

  /** The different rows of a partition, in the order of their first occurrence. */
  distinctRows: (rows: Iterable<unknown>) => {
    const seen = new Map<unknown, unknown>();
    for (const row of rows) {
      const identity = keyIdentity(row);
      if (!seen.has(identity)) {
        seen.set(identity, row);
      }
    }
    return [...seen.values()];
  },

  /** Pairs `[key, count]` of a partition, as one array. */
  countRows: (rows: Iterable<unknown>) => {
    const counts = new Map<unknown, [unknown, number]>();
    for (const row of rows) {
      const identity = keyIdentity(row);
      const counted = counts.get(identity);
      if (counted === undefined) {
        counts.set(identity, [row, 1]);
      } else {
        counted[1] += 1;
      }
    }
    return [...counts.values()];
  },
} as const;
