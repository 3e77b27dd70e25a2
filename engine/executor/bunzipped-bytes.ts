/** A `.bz2` file as a task reads it: decompressed block by block, on the slot's own thread. */
import { readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { ByteSource } from './byte-source.ts';
import { type CleanUps, OpenFile } from './open-file.ts';
import { PieceReader } from './piece-reader.ts';

/** It works within the calls that feed it, so that it can be used without waiting. */
type Unbzip2 = () => NodeJS.ReadWriteStream;

const READ_BYTES = 64 << 10;

export class BunzippedBytes implements ByteSource {
  bytesRead = 0;
  private readonly path: string;
  private readonly file: OpenFile;
  private readonly stream = (createRequire(import.meta.url)('unbzip2-stream') as Unbzip2)();
  private readonly pieces = new PieceReader(() => this.nextPiece());
  private readonly waiting: Buffer[] = [];
  private failure: Error | undefined;
  private isAtEnd = false;

  constructor(path: string, cleanUps: CleanUps) {
    this.path = path;
    this.file = new OpenFile(path, cleanUps);
    this.stream.on('data', (block: Buffer) => this.waiting.push(block));
    this.stream.on('error', (error: Error) => {
      this.failure ??= error;
    });
  }

  read(target: Buffer): number {
    return this.pieces.read(target);
  }

  close(): void {
    this.file.close();
  }

  private nextPiece(): Uint8Array | undefined {
    while (this.waiting.length === 0 && !this.isAtEnd && this.failure === undefined) {
      this.feed();
    }
    const piece = this.waiting.shift();
    if (piece === undefined && this.failure !== undefined) {
      throw new HowdahError('HOWDAH_INPUT_DAMAGED', [this.path, this.failure.message]);
    }
    return piece;
  }

  private feed(): void {
    const bytes = Buffer.allocUnsafe(READ_BYTES);
    const count = readSync(this.file.descriptor, bytes, 0, READ_BYTES, this.bytesRead);
    this.bytesRead += count;
    if (count > 0) {
      this.stream.write(bytes.subarray(0, count));
    } else {
      this.isAtEnd = true;
      this.stream.end();
    }
  }
}
