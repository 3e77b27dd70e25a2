/**
 * Finds where the frames of a zstd file end (RFC 8878, section 3). The runtime's stream stops at
 * the end of a frame where the next begins within the same chunk, and takes a file that is cut
 * within a block for a whole one.
 */

const FRAME_MAGIC = 0xfd2f_b528;
/** Frames of other data, of 16 kinds. */
const SKIPPABLE_MAGIC = 0x184d_2a50;
const SKIPPABLE_KINDS = 0x10;

const MAGIC_BYTES = 4;
const SIZE_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

/** Of which one byte is repeated. */
const RUN_BLOCK = 1;

type Part = 'magic' | 'skippable-size' | 'descriptor' | 'block-header';

const partBytes: Readonly<Record<Part, number>> = {
  magic: MAGIC_BYTES,
  'skippable-size': SIZE_BYTES,
  descriptor: 1,
  'block-header': BLOCK_HEADER_BYTES,
};

class FrameWalk {
  private part: Part = 'magic';
  private readonly header = Buffer.alloc(MAGIC_BYTES);
  private headerBytes = 0;
  /** Content that is passed by. */
  private skippedBytes = 0;
  private isLastContent = false;
  private hasChecksum = false;

  /** Whether the file may end here. */
  get isBetweenFrames(): boolean {
    return this.part === 'magic' && this.headerBytes === 0;
  }

  /** Walks on in a chunk. @returns where a frame ends in it, else the chunk's length */
  walk(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.skippedBytes > 0) {
        const count = Math.min(this.skippedBytes, chunk.length - at);
        this.skippedBytes -= count;
        at += count;
      } else {
        this.header[this.headerBytes++] = chunk[at++] as number;
        if (this.headerBytes === partBytes[this.part]) {
          this.headerBytes = 0;
          this.readHeader();
        }
      }
      if (this.isLastContent && this.skippedBytes === 0) {
        this.isLastContent = false;
        this.part = 'magic';
        return at;
      }
    }
    return at;
  }

  private readHeader(): void {
    switch (this.part) {
      case 'magic':
        this.part = partAfter(this.header.readUInt32LE());
        return;
      case 'skippable-size':
        this.skippedBytes = this.header.readUInt32LE();
        this.isLastContent = true;
        return;
      case 'descriptor':
        this.readDescriptor(this.header.readUInt8());
        return;
      case 'block-header':
        this.readBlock(this.header.readUIntLE(0, BLOCK_HEADER_BYTES));
    }
  }

  private readDescriptor(descriptor: number): void {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const contentSize = CONTENT_SIZE_BYTES[(descriptor >> 6) as 0 | 1 | 2 | 3];
    this.hasChecksum = (descriptor & 0x04) !== 0;
    this.skippedBytes =
      // A window descriptor, or a content size even where its flag is 0.
      (isSingleSegment ? Math.max(1, contentSize) : 1 + contentSize) +
      DICTIONARY_ID_BYTES[(descriptor & 0x03) as 0 | 1 | 2 | 3];
    this.part = 'block-header';
  }

  private readBlock(header: number): void {
    const isRun = ((header >> 1) & 0x03) === RUN_BLOCK;
    this.isLastContent = (header & 1) !== 0;
    this.skippedBytes =
      (isRun ? 1 : header >> 3) + (this.isLastContent && this.hasChecksum ? CHECKSUM_BYTES : 0);
  }
}

function partAfter(magic: number): Part {
  if (magic === FRAME_MAGIC) {
    return 'descriptor';
  }
  if (magic >= SKIPPABLE_MAGIC && magic < SKIPPABLE_MAGIC + SKIPPABLE_KINDS) {
    return 'skippable-size';
  }
  throw new Error('there is no zstd frame where one should begin');
}

/**
 * The file's bytes in chunks that end where a frame ends.
 * @throws Error for a file that ends within a frame, or holds something else
 */
export async function* framesApart(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const frames = new FrameWalk();
  for await (const chunk of file) {
    for (let from = 0; from < chunk.length; ) {
      const to = frames.walk(chunk, from);
      yield chunk.subarray(from, to);
      from = to;
    }
  }
  if (!frames.isBetweenFrames) {
    throw new Error('unexpected end of file');
  }
}
