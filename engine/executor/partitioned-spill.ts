/**
 * Pairs that did not fit in memory, on disk in parts by the hash of their keys: all pairs of a key
 * lie in one part, in the order in which they came. A part is then read back and worked on alone.
 */
import { mkdirSync } from 'node:fs';
import { ChunkFile } from '../shuffle/chunk-file.ts';
import { hashKey } from '../shuffle/key-hash.ts';
import type { Column } from '../storage/column.ts';
import { PairRounds } from './pair-rounds.ts';
import { PairScatter, type PartsOf } from './pair-scatter.ts';
import type { PairChunk } from './pair-stream.ts';
import type { TaskRun } from './task-run.ts';

/** Parts of one spill: with two levels a thousand times the memory fits. */
export const SPILL_PARTS = 32;

/** A part that does not fit after so many levels has one huge key: it has to fit. */
export const SPILL_DEPTH_MAX = 4;

const ROUND_BYTES = 8 << 20;
/** Of the memory, for a round and for the chunks that wait to be written. */
const ROUND_PART = 1 / 16;

export class PartitionedSpill {
  private readonly file: ChunkFile;
  private readonly rounds: PairRounds;
  private readonly run: TaskRun;

  /** @param depth how many spills the pairs have gone through: each spreads them differently */
  constructor(run: TaskRun, depth: number) {
    this.run = run;
    const bytes = Math.min(ROUND_BYTES, run.memory.part(ROUND_PART));
    this.file = openSpillFile(run, bytes);
    this.rounds = new PairRounds(new PairScatter(SPILL_PARTS, partsAt(depth), this.file), bytes);
  }

  append(key: unknown, value: unknown): void {
    this.rounds.append(key, value);
  }

  appendColumns(keys: Column, values: Column): void {
    this.rounds.appendColumns(keys, values);
  }

  /** Ends the writing. */
  finish(): void {
    this.rounds.flush();
    this.file.flush();
    this.run.metrics.diskBytesSpilled += this.file.writtenBytes;
  }

  *chunks(part: number): Generator<PairChunk> {
    for (const { places } of this.file.chunks(part)) {
      this.run.checkKilled();
      yield { keys: places[0] as Column, values: places[1] as Column };
    }
  }

  /** After the last part was read. */
  remove(): void {
    this.file.remove();
  }
}

/** A file that is removed with the task at the latest. */
export function openSpillFile(run: TaskRun, pendingBytesMax: number): ChunkFile {
  mkdirSync(run.directory, { recursive: true });
  const path = `${run.directory}/spill_${run.task.taskId}_${run.cleanUps.length}`;
  const file = new ChunkFile(path, pendingBytesMax);
  run.cleanUps.push(() => file.remove());
  return file;
}

function partsAt(depth: number): PartsOf {
  return (keys) => {
    const parts = new Int32Array(keys.length);
    for (let row = 0; row < parts.length; row += 1) {
      parts[row] = spread(hashKey(keys[row]), depth) % SPILL_PARTS;
    }
    return parts;
  };
}

/** MurmurHash3's finaliser: reducers were told apart by the same hash, so its bits are mixed. */
function spread(hash: number, depth: number): number {
  let mixed = (hash ^ Math.imul(depth + 1, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
