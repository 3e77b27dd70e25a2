/** A file that a task reads: closed at its end, or with the task, which may stop reading early. */
import { closeSync, openSync } from 'node:fs';

/** What to do when a task has ended, however it did. */
export type CleanUps = (() => void)[];

export class OpenFile {
  readonly descriptor: number;
  private isOpen = true;

  /** @throws Error for a file that cannot be opened */
  constructor(path: string, cleanUps: CleanUps) {
    this.descriptor = openSync(path, 'r');
    cleanUps.push(() => this.close());
  }

  /** May be called again. */
  close(): void {
    if (this.isOpen) {
      this.isOpen = false;
      closeSync(this.descriptor);
    }
  }
}
