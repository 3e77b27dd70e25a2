/**
 * Decompresses files for the tasks of an executor, on its main thread: a piece is made when it is
 * asked for, and little more than that is in memory at any time.
 */
import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { compressionOf } from '../rdd/compression-codec.ts';
import { framesApart } from './zstd-frames.ts';

/** What was decompressed since the last piece. */
export interface UnpackedPiece {
  /** The same memory for each piece of a file: a piece is valid until the next is asked for. */
  readonly bytes: SharedArrayBuffer;
  /** 0 at the end of the file. */
  readonly sizeBytes: number;
  /** Of the file itself, so far. */
  readonly fileBytesRead: number;
  /** Why the file cannot be read any further. */
  readonly failure?: string;
}

const PIECE_BYTES = 1 << 20;

/** What is read of the file at a time. */
const READ_BYTES = 64 << 10;

/** What is decompressed at a time: as much again waits in the stream. */
const CHUNK_BYTES = 128 << 10;

class UnpackedFile {
  private readonly bytes = new SharedArrayBuffer(PIECE_BYTES);
  private readonly source: ReadStream;
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.source = createReadStream(path, { highWaterMark: READ_BYTES });
    this.chunks = unpackedChunks(path, this.source)[Symbol.asyncIterator]();
  }

  async next(): Promise<UnpackedPiece> {
    const target = new Uint8Array(this.bytes);
    let sizeBytes = 0;
    let failure: string | undefined;
    try {
      while (sizeBytes < PIECE_BYTES && (await this.fill())) {
        const count = Math.min(this.rest.length, PIECE_BYTES - sizeBytes);
        target.set(this.rest.subarray(0, count), sizeBytes);
        this.rest = this.rest.subarray(count);
        sizeBytes += count;
      }
    } catch (error) {
      failure = (error as Error).message;
    }
    const piece = { bytes: this.bytes, sizeBytes, fileBytesRead: this.source.bytesRead };
    return failure === undefined ? piece : { ...piece, failure };
  }

  close(): void {
    this.source.destroy();
    void this.chunks.return?.();
  }

  private async fill(): Promise<boolean> {
    if (this.rest.length > 0) {
      return true;
    }
    const { done, value } = await this.chunks.next();
    if (done !== true) {
      this.rest = value;
    }
    return done !== true;
  }
}

function unpackedChunks(path: string, source: ReadStream): AsyncIterable<Buffer> {
  const unpacked = decompressor(path);
  // Errors come out of the chunks; one that nobody waits for any more is no news.
  unpacked.on('error', () => {});
  const onEnd = () => {};
  return compressionOf(path) === 'zstd'
    ? pipeline(source, framesApart, unpacked, onEnd)
    : pipeline(source, unpacked, onEnd);
}

function decompressor(path: string) {
  const options = { chunkSize: CHUNK_BYTES };
  switch (compressionOf(path)) {
    case 'gzip':
      return createGunzip(options);
    case 'deflate':
      return createInflate(options);
    default:
      return createZstdDecompress(options);
  }
}

/** By slot, and by the number that the slot gives the file. */
export class UnpackedFiles {
  private readonly files = new Map<number, Map<number, UnpackedFile>>();

  next(slot: number, file: number, path: string): Promise<UnpackedPiece> {
    const own = this.files.get(slot) ?? new Map<number, UnpackedFile>();
    this.files.set(slot, own);
    const open = own.get(file) ?? new UnpackedFile(path);
    own.set(file, open);
    return open.next();
  }

  close(slot: number, file: number): void {
    const own = this.files.get(slot);
    own?.get(file)?.close();
    own?.delete(file);
  }

  /** The slot's thread has ended. */
  slotLost(slot: number): void {
    for (const file of this.files.get(slot)?.values() ?? []) {
      file.close();
    }
    this.files.delete(slot);
  }
}
