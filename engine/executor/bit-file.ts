/** A file as bits, the highest of each byte first, from any bit on. */
import { readSync } from 'node:fs';

const WINDOW_BYTES = 64 << 10;
const BITS_PER_BYTE = 8;

export class BitFile {
  /** Bytes that were read so far, again where the position was set back far. */
  bytesRead = 0;
  private readonly descriptor: number;
  private readonly window = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  private windowStart = 0;
  private windowLength = 0;
  /** Of the next bit: its byte within the window, and which bit of it. */
  private byte = 0;
  private bit = 0;

  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** In bits. */
  get position(): number {
    return (this.windowStart + this.byte) * BITS_PER_BYTE + this.bit;
  }

  set position(bits: number) {
    const byte = Math.floor(bits / BITS_PER_BYTE);
    this.bit = bits % BITS_PER_BYTE;
    this.byte = byte - this.windowStart;
    if (this.byte < 0 || this.byte > this.windowLength) {
      this.windowStart = byte;
      this.windowLength = 0;
      this.byte = 0;
    }
  }

  get isAtEnd(): boolean {
    return this.byte === this.windowLength && !this.fill();
  }

  /** Goes on with the next byte, unless it is at the beginning of one. */
  alignToByte(): void {
    if (this.bit > 0) {
      this.bit = 0;
      this.byte += 1;
    }
  }

  /**
   * The next bits as a number.
   * @param count up to 32, of which the highest is the sign then
   * @throws Error at the end of the file
   */
  read(count: number): number {
    let result = 0;
    let missing = count;
    while (missing > 0) {
      if (this.byte === this.windowLength && !this.fill()) {
        throw new Error('unexpected end of file');
      }
      const left = BITS_PER_BYTE - this.bit;
      const taken = Math.min(missing, left);
      const rest = left - taken;
      const value = ((this.window[this.byte] as number) >> rest) & ((1 << taken) - 1);
      result = (result << taken) | value;
      missing -= taken;
      if (rest === 0) {
        this.bit = 0;
        this.byte += 1;
      } else {
        this.bit += taken;
      }
    }
    return result;
  }

  /** @returns whether there is more */
  private fill(): boolean {
    const start = this.windowStart + this.windowLength;
    const count = readSync(this.descriptor, this.window, 0, WINDOW_BYTES, start);
    if (count === 0) {
      return false;
    }
    this.bytesRead += count;
    this.windowStart = start;
    this.windowLength = count;
    this.byte = 0;
    return true;
  }
}
