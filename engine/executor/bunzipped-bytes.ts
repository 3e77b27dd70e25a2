/**
 * A part of a `.bz2` file as a task reads it: decompressed block by block, on the slot's own
 * thread. A block belongs to the part in which it begins, the first one to that of the file's first
 * byte, as in Hadoop's BZip2Codec. After its own blocks come those of the next parts, for the end
 * of the last line.
 */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { BitFile } from './bit-file.ts';
import type { ByteSource } from './byte-source.ts';
import { Bzip2Blocks } from './bzip2-blocks.ts';
import { type CleanUps, OpenFile } from './open-file.ts';
import { PieceReader } from './piece-reader.ts';

const BITS_PER_BYTE = 8;

/** A part of the compressed file, in its bytes. */
export interface CompressedSplit {
  readonly path: string;
  readonly start: number;
  readonly length: number;
}

export class BunzippedBytes implements ByteSource {
  /**
   * The lines of the part begin from here on, in decompressed bytes from its first block on. A part
   * that is not the first leaves the line to others that began before it: up to the first line's
   * end.
   */
  readonly lineStart: number;
  /** Known when a block of the next part was met: a line that begins with it is this part's. */
  lineEnd = Number.POSITIVE_INFINITY;
  private readonly path: string;
  private readonly endBit: number;
  private readonly file: OpenFile;
  private readonly bits: BitFile;
  private readonly blocks: Bzip2Blocks;
  private readonly pieces = new PieceReader(() => this.nextPiece());
  private decompressedBytes = 0;
  private isEmpty = false;

  constructor({ path, start, length }: CompressedSplit, cleanUps: CleanUps) {
    this.path = path;
    this.endBit = (start + length) * BITS_PER_BYTE;
    this.lineStart = start === 0 ? 0 : 1;
    this.file = new OpenFile(path, cleanUps);
    this.bits = new BitFile(this.file.descriptor);
    this.blocks = new Bzip2Blocks(this.bits);
    if (start > 0) {
      this.isEmpty = !this.guarded(() => this.blocks.seek(start * BITS_PER_BYTE, this.endBit));
    }
  }

  get bytesRead(): number {
    return this.bits.bytesRead;
  }

  read(target: Buffer): number {
    return this.isEmpty ? 0 : this.pieces.read(target);
  }

  close(): void {
    this.file.close();
  }

  private nextPiece(): Uint8Array | undefined {
    return this.guarded(() => {
      const start = this.blocks.nextBlock();
      const isFirstOfFile = this.lineStart === 0 && this.decompressedBytes === 0;
      if (start !== undefined && start >= this.endBit && !isFirstOfFile) {
        this.lineEnd = Math.min(this.lineEnd, this.decompressedBytes + 1);
      }
      const piece = start === undefined ? undefined : this.blocks.decompress();
      this.decompressedBytes += piece?.length ?? 0;
      return piece;
    });
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new HowdahError('HOWDAH_INPUT_DAMAGED', [this.path, (error as Error).message]);
    }
  }
}
