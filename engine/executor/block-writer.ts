/** Writes rows as encoded chunks to a file that appears under its name when it is whole. */
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { encodeChunk } from '../shuffle/chunk-file.ts';
import { writeFully } from '../shuffle/write-fully.ts';

export class BlockWriter {
  sizeBytes = 0;
  private readonly path: string;
  private readonly temporaryPath: string;
  private readonly descriptor: number;

  constructor(path: string) {
    this.path = path;
    this.temporaryPath = `${path}.tmp`;
    this.descriptor = openSync(this.temporaryPath, 'w');
  }

  append(rows: readonly unknown[]): void {
    if (rows.length > 0) {
      this.appendChunk(encodeChunk([rows as unknown[]]));
    }
  }

  appendChunk(bytes: Buffer): void {
    writeFully(this.descriptor, bytes);
    this.sizeBytes += bytes.length;
  }

  commit(): void {
    closeSync(this.descriptor);
    renameSync(this.temporaryPath, this.path);
  }

  abort(): void {
    closeSync(this.descriptor);
    rmSync(this.temporaryPath, { force: true });
  }
}
