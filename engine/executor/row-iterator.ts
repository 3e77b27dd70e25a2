/** A partition's rows one by one, for functions over whole partitions. */
import { type BatchSource, type PairBatch, type RowSource, rowSource } from './batch-source.ts';

/** The same rows as arrays. */
export function asRows(source: BatchSource): RowSource {
  switch (source.form) {
    case 'rows':
      return source;
    case 'range':
      return rowSource(() => {
        const batch = source.next();
        return (
          batch && Array.from({ length: batch.count }, (_, row) => batch.start + row * batch.step)
        );
      });
    case 'pairs':
      return rowSource(() => {
        const batch = source.next();
        return batch && rowsOfPairs(batch);
      });
  }
}

function rowsOfPairs({ keys, values, from, to }: PairBatch): unknown[] {
  const rows: unknown[] = new Array(to - from);
  for (let index = from; index < to; index += 1) {
    rows[index - from] = [keys[index], values[index]];
  }
  return rows;
}

/** An iterator with the language's iterator helpers (`map`, `filter`, `take`, …). */
export class RowIterator extends Iterator<unknown, undefined, unknown> {
  private readonly source: RowSource;
  private batch: readonly unknown[] = [];
  private at = 0;

  constructor(source: BatchSource) {
    super();
    this.source = asRows(source);
  }

  next(): IteratorResult<unknown, undefined> {
    while (this.at === this.batch.length) {
      const batch = this.source.next();
      if (batch === undefined) {
        this.batch = [];
        this.at = 0;
        return { done: true, value: undefined };
      }
      this.batch = batch;
      this.at = 0;
    }
    return { done: false, value: this.batch[this.at++] };
  }
}

/** The arrays of rows, as they are asked for. */
export function* batchesOf(source: BatchSource): Generator<readonly unknown[]> {
  const rows = asRows(source);
  for (let batch = rows.next(); batch !== undefined; batch = rows.next()) {
    yield batch;
  }
}

/** All rows in one array. */
export function allRows(source: BatchSource): unknown[] {
  const rows: unknown[] = [];
  const batches = asRows(source);
  for (let batch = batches.next(); batch !== undefined; batch = batches.next()) {
    for (let index = 0; index < batch.length; index += 1) {
      rows.push(batch[index]);
    }
  }
  return rows;
}
