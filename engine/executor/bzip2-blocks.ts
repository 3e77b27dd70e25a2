/**
 * The blocks of a bzip2 file one after the other, from any of them on: each is compressed by itself
 * and begins, at any bit, with a number that tells it apart. A file may hold several streams.
 */
import { createRequire } from 'node:module';
import type { BitFile } from './bit-file.ts';

/** The decompressor of one block, as unbzip2-stream has it: it keeps state between calls. */
interface BlockDecompressor {
  header(bits: (count: number) => number): number;
  /** @returns the stream's checksum with this block's */
  decompress(
    bits: (count: number) => number,
    write: (byte: number) => void,
    table: Int32Array,
    tableLength: number,
    streamChecksum: number,
  ): number;
}

/** Before a block, and before the checksum at a stream's end: two halves of 24 bits each. */
const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;
const HALF_BITS = 24;
const HALF_MASK = 0xff_ffff;
const MAGIC_BITS = 48;

/** Of the decompressor's table, at the highest level; the level matters to its size only. */
const BLOCK_VALUES_MAX = 900_000;

const FIRST_OUTPUT_BYTES = 1 << 20;

const loadModule = createRequire(import.meta.url);

export class Bzip2Blocks {
  private readonly file: BitFile;
  private readonly decompressor: BlockDecompressor;
  private readonly table = new Int32Array(BLOCK_VALUES_MAX);
  private readonly readBits: (count: number) => number;
  private output = Buffer.allocUnsafeSlow(FIRST_OUTPUT_BYTES);
  private outputBytes = 0;
  /** Undefined where the beginning of the stream was not seen. */
  private streamChecksum: number | undefined;
  private isInStream = false;

  constructor(file: BitFile) {
    this.file = file;
    const library = loadModule('unbzip2-stream/lib/bzip2') as BlockDecompressor;
    this.decompressor = Object.create(library) as BlockDecompressor;
    this.readBits = (count) => file.read(count);
  }

  /**
   * Goes to the first block that begins at or after a bit and before another, and is not the first
   * of the file. For blocks of which none was read.
   * @returns whether there is one
   * @throws Error as `nextBlock`
   */
  seek(startBit: number, endBit: number): boolean {
    const { file } = this;
    const first = this.nextBlock();
    if (first === undefined) {
      return false;
    }
    const fromBit = Math.max(startBit, first + 1);
    file.position = fromBit;
    let high = 0;
    let low = 0;
    for (let seen = 1; fromBit + seen - MAGIC_BITS < endBit && !file.isAtEnd; seen += 1) {
      high = ((high << 1) | (low >>> (HALF_BITS - 1))) & HALF_MASK;
      low = ((low << 1) | file.read(1)) & HALF_MASK;
      if (seen >= MAGIC_BITS && high === BLOCK_MAGIC[0] && low === BLOCK_MAGIC[1]) {
        file.position = fromBit + seen - MAGIC_BITS;
        this.isInStream = true;
        this.streamChecksum = undefined;
        return true;
      }
    }
    return false;
  }

  /**
   * Where the next block begins, in bits, streams' ends and beginnings passed; undefined at the end
   * of the file.
   * @throws Error for what is no bzip2 data, or was damaged
   */
  nextBlock(): number | undefined {
    const { file } = this;
    for (;;) {
      if (!this.isInStream) {
        if (file.isAtEnd) {
          return undefined;
        }
        this.decompressor.header(this.readBits);
        this.isInStream = true;
        this.streamChecksum = 0;
      }
      const start = file.position;
      const high = file.read(HALF_BITS);
      const low = file.read(HALF_BITS);
      if (high !== END_MAGIC[0] || low !== END_MAGIC[1]) {
        file.position = start;
        return start;
      }
      const checksum = file.read(32);
      if (this.streamChecksum !== undefined && checksum !== this.streamChecksum) {
        throw new Error('the checksum of a stream does not match its content');
      }
      file.alignToByte();
      this.isInStream = false;
    }
  }

  /**
   * The content of the block at which `nextBlock` is; kept until the next call.
   * @throws Error for one that is damaged
   */
  decompress(): Uint8Array {
    this.outputBytes = 0;
    const checksum = this.decompressor.decompress(
      this.readBits,
      (byte) => this.write(byte),
      this.table,
      BLOCK_VALUES_MAX,
      this.streamChecksum ?? 0,
    );
    this.streamChecksum = this.streamChecksum === undefined ? undefined : checksum;
    return this.output.subarray(0, this.outputBytes);
  }

  private write(byte: number): void {
    if (this.outputBytes === this.output.length) {
      const larger = Buffer.allocUnsafeSlow(2 * this.output.length);
      this.output.copy(larger);
      this.output = larger;
    }
    this.output[this.outputBytes++] = byte;
  }
}
