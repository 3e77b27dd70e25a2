/** A growing byte buffer for column files: every value starts at a multiple of eight bytes. */

/** Small enough that thousands of reducers' buffers fit, large enough to grow seldom. */
const INITIAL_CAPACITY_BYTES = 1_024;

export class ByteWriter {
  private buffer = Buffer.allocUnsafeSlow(INITIAL_CAPACITY_BYTES);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** Two unsigned 32-bit numbers, so that the eight bytes stay whole. */
  writePair(first: number, second: number): void {
    const at = this.reserve(8);
    this.buffer.writeUInt32LE(first, at);
    this.buffer.writeUInt32LE(second, at + 4);
  }

  /** Overwrites a pair that was written before. */
  patchPair(at: number, first: number, second: number): void {
    this.buffer.writeUInt32LE(first, at);
    this.buffer.writeUInt32LE(second, at + 4);
  }

  /** Bytes as they are, padded with zeros to a multiple of eight. */
  writeBytes(bytes: ArrayBufferView): void {
    const padded = Math.ceil(bytes.byteLength / 8) * 8;
    const at = this.reserve(padded);
    this.buffer.set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), at);
    this.buffer.fill(0, at + bytes.byteLength, at + padded);
  }

  /** Text in an encoding whose size is known; padded like bytes. */
  writeText(text: string, encoding: 'latin1' | 'utf8' | 'utf16le', sizeBytes: number): void {
    const padded = Math.ceil(sizeBytes / 8) * 8;
    const at = this.reserve(padded);
    this.buffer.write(text, at, encoding);
    this.buffer.fill(0, at + sizeBytes, at + padded);
  }

  /** What was written, as a view that is valid until the next write or reset. */
  bytes(from = 0): Buffer {
    return this.buffer.subarray(from, this.used);
  }

  reset(): void {
    this.used = 0;
  }

  private reserve(sizeBytes: number): number {
    const at = this.used;
    const needed = at + sizeBytes;
    if (needed > this.buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
      grown.set(this.buffer.subarray(0, at));
      this.buffer = grown;
    }
    this.used = needed;
    return at;
  }
}
