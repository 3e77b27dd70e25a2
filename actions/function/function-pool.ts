import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { siblingModule } from '../../base/sibling-module.ts';
import type { FunctionCall, FunctionReply } from './function-call.ts';

interface Waiting {
  readonly call: FunctionCall;
  readonly signal: AbortSignal;
  settle(reply: FunctionReply): void;
}

/**
 * Worker threads that call functions, one call a thread at a time, waiting calls in order. Threads
 * are started when they are first needed and kept, so that a call costs a message and no start.
 */
export class FunctionPool {
  readonly #threadsMax: number;
  readonly #idle: Worker[] = [];
  readonly #waiting: Waiting[] = [];
  #threads = 0;

  constructor(threadsMax = availableParallelism()) {
    this.#threadsMax = threadsMax;
  }

  /** Resolves with what the function did. An aborted signal ends the thread under it. */
  call(call: FunctionCall, signal: AbortSignal): Promise<FunctionReply> {
    return new Promise((resolve) => {
      this.#waiting.push({ call, signal, settle: resolve });
      this.#assign();
    });
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#idle.pop() ?? this.#startThread();
      if (thread === undefined) return;
      this.#run(thread, this.#waiting.shift() as Waiting);
    }
  }

  #startThread(): Worker | undefined {
    if (this.#threads >= this.#threadsMax) return undefined;
    this.#threads++;
    const thread = new Worker(siblingModule(import.meta.url, './function-worker'));
    thread.unref();
    return thread;
  }

  #run(thread: Worker, { call, signal, settle }: Waiting): void {
    const finish = (reply: FunctionReply, isUsable: boolean) => {
      thread.removeAllListeners();
      signal.removeEventListener('abort', abort);
      thread.unref();
      if (isUsable) this.#idle.push(thread);
      else this.#threads--;
      settle(reply);
      this.#assign();
    };
    const end = (message: string) => finish({ kind: 'threw', message, stack: '' }, false);
    const abort = () => void thread.terminate();
    thread.once('message', (reply: FunctionReply) => finish(reply, true));
    thread.once('error', (error) => end(error instanceof Error ? error.message : String(error)));
    thread.once('exit', () => end('the function ended its thread'));
    thread.ref();
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else thread.postMessage(call);
  }
}
