/** Bytes of a file from some position on, in order: as they lie there, or decompressed. */
import { readSync } from 'node:fs';
import { type CleanUps, OpenFile } from './open-file.ts';

export interface ByteSource {
  /** Bytes of the file itself that were read so far. */
  readonly bytesRead: number;
  /**
   * Fills the target with what lies at the position; fewer bytes only at the end. Sources that
   * decompress know one position only: that after the last read.
   */
  read(target: Buffer, position: number): number;
  close(): void;
}

export class FileBytes implements ByteSource {
  bytesRead = 0;
  private readonly file: OpenFile;

  constructor(path: string, cleanUps: CleanUps) {
    this.file = new OpenFile(path, cleanUps);
  }

  read(target: Buffer, position: number): number {
    const { descriptor } = this.file;
    let filled = 0;
    while (filled < target.length) {
      const missing = target.length - filled;
      const count = readSync(descriptor, target, filled, missing, position + filled);
      if (count === 0) {
        break;
      }
      filled += count;
    }
    this.bytesRead += filled;
    return filled;
  }

  close(): void {
    this.file.close();
  }
}
