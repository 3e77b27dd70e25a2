/**
 * The lines of a part of a text file. Compressed files are not split; they are decompressed as they
 * are read, so that their size does not matter.
 */
import { compressionOf } from '../rdd/compression-codec.ts';
import type { RowSource } from './batch-source.ts';
import { BunzippedBytes } from './bunzipped-bytes.ts';
import { type ByteSource, FileBytes } from './byte-source.ts';
import { LineCutter } from './line-cutter.ts';
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
export function textLines({ path, start, length }: FileSplit, reader: TextReader): RowSource {
  const bytes = openBytes(path, reader);
  const lineBytesMax = Math.min(LINE_BYTES_MAX, reader.memory.part(LINE_MEMORY_PART));
  const lines = new LineCutter(bytes, { path, start, end: start + length, lineBytesMax });
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

function openBytes(path: string, reader: TextReader): ByteSource {
  const { cleanUps } = reader;
  switch (compressionOf(path)) {
    case undefined:
      return new FileBytes(path, cleanUps);
    case 'bzip2':
      return new BunzippedBytes(path, cleanUps);
    default:
      return new UnpackedBytes(path, reader, cleanUps);
  }
}
