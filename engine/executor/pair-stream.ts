/** Pairs on their way to an operator that matches keys. */
import type { Column } from '../storage/column.ts';
import type { BatchSource, PairSource } from './batch-source.ts';

/** Columns of equal length. */
export interface PairChunk {
  readonly keys: Column;
  readonly values: Column;
}

/** Begins to read; computed as it is asked for. */
export type PairChunks = () => Iterable<PairChunk>;

/** The sources one after the other, each made when it is needed. */
export function pairsInTurn(sources: Iterator<BatchSource>): PairSource {
  let present: BatchSource | undefined;
  return {
    form: 'pairs',
    next() {
      for (;;) {
        const batch = present?.next();
        if (batch !== undefined) {
          return batch as ReturnType<PairSource['next']>;
        }
        const step = sources.next();
        if (step.done === true) {
          return undefined;
        }
        present = step.value;
      }
    },
  };
}
