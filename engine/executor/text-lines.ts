/**
 * The lines of a part of a text file. Compressed files are decompressed as they are read, so that
 * their size does not matter; only those of bzip2 have parts.
 */
import { compressionOf } from '../rdd/compression-codec.ts';
import type { RowSource } from './batch-source.ts';
import { BunzippedBytes } from './bunzipped-bytes.ts';
import { type ByteSource, FileBytes } from './byte-source.ts';
import { LineCutter, type LineRange } from './line-cutter.ts';
import type { TaskMemory } from './task-memory.ts';
import type { TaskRun } from './task-run.ts';
import { UnpackedBytes } from './unpacked-bytes.ts';

/** A part of a file, in bytes. */
export interface FileSplit {
  readonly path: string;
  readonly start: number;
  readonly length: number;
}

/** What the lines need of the task that reads them. */
export type TextReader = Pick<TaskRun, 'ask' | 'cleanUps' | 'metrics' | 'tell'> & {
  readonly memory: Pick<TaskMemory, 'part'>;
};

/** Lines are joined to one text before they are cut, and texts have at most 2^29 characters. */
const LINE_BYTES_MAX = 1 << 27;

/** What one line may take of the memory for data: it is held as bytes and as text. */
const LINE_MEMORY_PART = 1 / 4;

/** @throws HowdahError `HOWDAH_INPUT_DAMAGED`, `HOWDAH_INPUT_LINE_TOO_LONG` from the source */
export function textLines(split: FileSplit, reader: TextReader): RowSource {
  const lineBytesMax = Math.min(LINE_BYTES_MAX, reader.memory.part(LINE_MEMORY_PART));
  const { bytes, range } = openSplit(split, reader);
  const lines = new LineCutter(bytes, { ...range, path: split.path, lineBytesMax });
  const { input } = reader.metrics;
  let counted = 0;
  return {
    form: 'rows',
    next() {
      const rows = lines.next();
      // Several files may be read by one task.
      input.bytesRead += bytes.bytesRead - counted;
      counted = bytes.bytesRead;
      input.recordsRead += rows?.length ?? 0;
      return rows;
    },
  };
}

interface OpenSplit {
  readonly bytes: ByteSource;
  /** Where its lines begin, in what the source gives. */
  readonly range: Pick<LineRange, 'start' | 'end'>;
}

function openSplit(split: FileSplit, reader: TextReader): OpenSplit {
  const { path, start, length } = split;
  const { cleanUps } = reader;
  const range = { start, end: () => start + length };
  switch (compressionOf(path)) {
    case undefined:
      return { bytes: new FileBytes(path, cleanUps), range };
    case 'bzip2': {
      const bytes = new BunzippedBytes(split, cleanUps);
      return { bytes, range: { start: bytes.lineStart, end: () => bytes.lineEnd } };
    }
    default:
      return { bytes: new UnpackedBytes(path, reader, cleanUps), range };
  }
}
