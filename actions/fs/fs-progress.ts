/**
 * Remembers how far an fs action has come, so that an action that a crash interrupted does not do
 * its first operations again: a `delete` that came first would take what a `move` put there since.
 */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export class FsProgress {
  readonly #path: string;
  /** The operation that was begun last before a crash; -1 if none was. */
  readonly interruptedAt: number;

  /** @param directory the attempt's */
  constructor(directory: string) {
    this.#path = join(directory, 'fs-progress');
    this.interruptedAt = readLast(this.#path);
  }

  /** Notes that the operation begins, which says too that those before it are done. */
  begin(index: number): void {
    if (index === 0) mkdirSync(dirname(this.#path), { recursive: true });
    appendFileSync(this.#path, `${index}\n`);
  }
}

/** The last whole line; one that was cut off belongs to an operation that had not begun. */
function readLast(path: string): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return -1;
  }
  const lines = text.split('\n');
  const last = lines.at(-2);
  return last === undefined ? -1 : Number(last);
}
