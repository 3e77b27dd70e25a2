/** Sorted runs of pairs on disk, and their merge. Equal keys keep the order of the runs. */
import { compareValues } from '../rdd/value-order.ts';
import type { ChunkFile } from '../shuffle/chunk-file.ts';
import { sliceColumn } from '../shuffle/concat-columns.ts';
import type { Column } from '../storage/column.ts';
import { ColumnBuilder } from '../storage/column-builder.ts';
import { type PairSource, pairSource } from './batch-source.ts';
import type { PairChunk } from './pair-stream.ts';
import { openSpillFile } from './partitioned-spill.ts';
import type { TaskRun } from './task-run.ts';

/** Runs that are merged at a time: each has a chunk in memory. */
const MERGE_WIDTH = 64;

/** Encoded size of a run's chunks, about: what the merge holds of each run. */
const CHUNK_BYTES = 512 << 10;
const FIRST_CHUNK_ROWS = 1_024;
const CHUNK_ROWS_MAX = 1 << 16;

/** Rows that the merge gives at a time. */
const BATCH_ROWS = 8_192;

const PENDING_BYTES_MAX = 2 << 20;

export class SortedRuns {
  private readonly isAscending: boolean;
  private readonly run: TaskRun;
  private runs: ChunkFile[] = [];

  constructor(isAscending: boolean, run: TaskRun) {
    this.isAscending = isAscending;
    this.run = run;
  }

  add(sorted: PairChunk): void {
    this.write([sorted]);
    if (this.runs.length === MERGE_WIDTH) {
      const merged = this.runs;
      this.runs = [];
      this.write(this.merge(merged));
      for (const file of merged) {
        file.remove();
      }
    }
  }

  /** All pairs in order. Call it once, at the end. */
  merged(): PairSource {
    const batches = this.merge(this.runs);
    let batch: PairSource | undefined;
    return {
      form: 'pairs',
      next: () => {
        for (;;) {
          const rows = batch?.next();
          if (rows !== undefined) {
            return rows;
          }
          const step = batches.next();
          if (step.done === true) {
            this.removeAll();
            return undefined;
          }
          batch = pairSource(step.value.keys, step.value.values);
        }
      },
    };
  }

  private removeAll(): void {
    for (const file of this.runs) {
      file.remove();
    }
    this.runs = [];
  }

  private write(sorted: Iterable<PairChunk>): void {
    const file = openSpillFile(this.run, PENDING_BYTES_MAX);
    let chunkRows = FIRST_CHUNK_ROWS;
    for (const { keys, values } of sorted) {
      for (let from = 0; from < keys.length; ) {
        const to = Math.min(from + chunkRows, keys.length);
        const bytes = file.append(0, [sliceColumn(keys, from, to), sliceColumn(values, from, to)]);
        const fitting = Math.floor((CHUNK_BYTES * (to - from)) / bytes);
        chunkRows = Math.max(1, Math.min(CHUNK_ROWS_MAX, fitting));
        from = to;
      }
    }
    file.flush();
    this.run.metrics.diskBytesSpilled += file.writtenBytes;
    this.runs.push(file);
  }

  private *merge(files: readonly ChunkFile[]): Generator<PairChunk> {
    const { isAscending } = this;
    const cursors = files
      .map((file, order) => new RunCursor(file, order))
      .filter((cursor) => cursor.advance());
    const heap = new CursorHeap(cursors, isAscending ? 1 : -1);
    // New columns for every batch: whoever gets one may keep it.
    let keys = new ColumnBuilder();
    let values = new ColumnBuilder();
    for (let least = heap.least; least !== undefined; least = heap.least) {
      keys.append(least.key);
      values.append(least.value);
      heap.replaceLeast(least.advance());
      if (keys.length === BATCH_ROWS || heap.least === undefined) {
        this.run.checkKilled();
        yield { keys: keys.column(), values: values.column() };
        keys = new ColumnBuilder();
        values = new ColumnBuilder();
      }
    }
  }
}

/** A place in a run. */
class RunCursor {
  readonly order: number;
  key: unknown;
  value: unknown;
  private readonly chunks: ReturnType<ChunkFile['chunks']>;
  private keys: Column = [];
  private values: Column = [];
  private at = 0;

  constructor(file: ChunkFile, order: number) {
    this.order = order;
    this.chunks = file.chunks(0);
  }

  /** Goes to the next pair. @returns false at the end */
  advance(): boolean {
    if (this.at === this.keys.length) {
      const step = this.chunks.next();
      if (step.done === true) {
        return false;
      }
      [this.keys, this.values] = step.value.places as [Column, Column];
      this.at = 0;
    }
    this.key = this.keys[this.at];
    this.value = this.values[this.at];
    this.at += 1;
    return true;
  }
}

/** A binary heap of cursors, the one with the least key first. */
class CursorHeap {
  private readonly cursors: RunCursor[];
  private readonly sign: 1 | -1;

  constructor(cursors: RunCursor[], sign: 1 | -1) {
    this.cursors = cursors;
    this.sign = sign;
    for (let at = (cursors.length >> 1) - 1; at >= 0; at -= 1) {
      this.sink(at);
    }
  }

  get least(): RunCursor | undefined {
    return this.cursors[0];
  }

  /** After the least cursor has moved on; @param isThere whether it has a pair still */
  replaceLeast(isThere: boolean): void {
    if (!isThere) {
      const last = this.cursors.pop() as RunCursor;
      if (this.cursors.length === 0) {
        return;
      }
      this.cursors[0] = last;
    }
    this.sink(0);
  }

  private sink(from: number): void {
    const { cursors } = this;
    const cursor = cursors[from] as RunCursor;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= cursors.length) {
        break;
      }
      if (child + 1 < cursors.length && this.isBefore(child + 1, child)) {
        child += 1;
      }
      const other = cursors[child] as RunCursor;
      if (!this.isCursorBefore(other, cursor)) {
        break;
      }
      cursors[at] = other;
      at = child;
    }
    cursors[at] = cursor;
  }

  private isBefore(left: number, right: number): boolean {
    return this.isCursorBefore(this.cursors[left] as RunCursor, this.cursors[right] as RunCursor);
  }

  private isCursorBefore(left: RunCursor, right: RunCursor): boolean {
    const order = this.sign * compareValues(left.key, right.key);
    return order < 0 || (order === 0 && left.order < right.order);
  }
}
