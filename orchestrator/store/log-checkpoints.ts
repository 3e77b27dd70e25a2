/**
 * Moves what SQLite has in its log to the database on another thread. SQLite itself does that
 * within the one commit in fifty that brings its log to a thousand pages, which takes ten times as
 * long as the others then.
 */
import { Worker } from 'node:worker_threads';
import { siblingModule } from '../../base/sibling-module.ts';

/** Rows that are about a thousand pages of the log, with the pages of their indexes. */
const ROWS_BETWEEN = 200;

/** What the thread answers. A checkpoint that failed is made up for by the next. */
export interface CheckpointReply {
  readonly problem: string | undefined;
}

export class LogCheckpoints {
  readonly #path: string;
  readonly #finish: () => void;
  #rows = 0;
  #worker: Worker | undefined;
  #isRunning = false;

  /**
   * @param path of the database
   * @param finish moves the little that was written meanwhile, so that the log can begin again
   */
  constructor(path: string, finish: () => void) {
    this.#path = path;
    this.#finish = finish;
  }

  /** Counts what was written, and starts a checkpoint when it is time. */
  wrote(rows: number): void {
    this.#rows += rows;
    if (this.#rows < ROWS_BETWEEN || this.#isRunning) return;
    this.#rows = 0;
    this.#isRunning = true;
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage('now');
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #startWorker(): Worker {
    const path = siblingModule(import.meta.url, './checkpoint-worker');
    const worker = new Worker(path, { workerData: this.#path });
    worker.on('message', ({ problem }: CheckpointReply) => {
      this.#isRunning = false;
      if (problem === undefined && this.#worker === worker) this.#finish();
    });
    // Without the thread SQLite's own limit still holds, and the next count starts another.
    worker.on('error', () => {
      this.#isRunning = false;
      if (this.#worker === worker) this.#worker = undefined;
    });
    worker.unref();
    return worker;
  }
}
