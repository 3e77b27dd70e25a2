/**
 * A compressed file as a task reads it: the executor's main thread decompresses, which the runtime
 * offers for streams only, and hands over a piece at a time in memory that both share.
 */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { ByteSource } from './byte-source.ts';
import type { CleanUps } from './open-file.ts';
import { PieceReader } from './piece-reader.ts';
import type { TaskRun } from './task-run.ts';
import type { UnpackedPiece } from './unpacked-files.ts';

type Line = Pick<TaskRun, 'ask' | 'tell'>;

/** Numbers the files that this slot reads. */
let nextFile = 0;

export class UnpackedBytes implements ByteSource {
  bytesRead = 0;
  private readonly path: string;
  private readonly line: Line;
  private readonly file = nextFile++;
  private readonly pieces = new PieceReader(() => this.nextPiece());
  private isOpen = false;

  constructor(path: string, line: Line, cleanUps: CleanUps) {
    this.path = path;
    this.line = line;
    cleanUps.push(() => this.close());
  }

  read(target: Buffer): number {
    return this.pieces.read(target);
  }

  close(): void {
    if (this.isOpen) {
      this.isOpen = false;
      this.line.tell({ type: 'close-unpacked', file: this.file });
    }
  }

  private nextPiece(): Uint8Array | undefined {
    this.isOpen = true;
    const { path, file } = this;
    const piece = this.line.ask({ type: 'unpacked-piece', file, path }) as UnpackedPiece;
    this.bytesRead = piece.fileBytesRead;
    if (piece.failure !== undefined) {
      throw new HowdahError('HOWDAH_INPUT_DAMAGED', [path, piece.failure]);
    }
    return piece.sizeBytes === 0 ? undefined : new Uint8Array(piece.bytes, 0, piece.sizeBytes);
  }
}
