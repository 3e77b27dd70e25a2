/** Draws rows at random, without replacement: each with the same chance. */
import { type BatchSource, type RowSource, rowSource } from './batch-source.ts';
import { partitionSeed, randomNumbers } from './random.ts';
import { asRows } from './row-iterator.ts';

export function sampleRows(
  source: BatchSource,
  fraction: number,
  seed: number,
  partition: number,
): RowSource {
  const random = randomNumbers(partitionSeed(seed, partition));
  const rows = asRows(source);
  return rowSource(() => {
    for (let batch = rows.next(); batch !== undefined; batch = rows.next()) {
      const drawn = batch.filter(() => random() < fraction);
      if (drawn.length > 0) {
        return drawn;
      }
    }
    return undefined;
  });
}

/** Up to `size` rows, each with the same chance whatever their number, and that number. */
export function reservoir(
  source: BatchSource,
  size: number,
  seed: number,
): { rows: unknown[]; count: number } {
  const random = randomNumbers(seed);
  const drawn: unknown[] = [];
  const batches = asRows(source);
  let count = 0;
  for (let batch = batches.next(); batch !== undefined; batch = batches.next()) {
    for (const row of batch) {
      count += 1;
      if (drawn.length < size) {
        drawn.push(row);
      } else {
        const at = Math.floor(random() * count);
        if (at < size) {
          drawn[at] = row;
        }
      }
    }
  }
  return { rows: drawn, count };
}
