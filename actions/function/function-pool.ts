import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { siblingModule } from '../../base/sibling-module.ts';
import type { FunctionCall, FunctionReply } from './function-call.ts';

interface Call {
  readonly call: FunctionCall;
  readonly signal: AbortSignal;
  settle(reply: FunctionReply): void;
}

/** A thread and the call it works on. Its listeners stay for its life: they keep its port open. */
interface Thread {
  readonly worker: Worker;
  current: Call | undefined;
}

/**
 * Worker threads that call functions, one call a thread at a time, waiting calls in order. Threads
 * are started when they are first needed and kept, so that a call costs a message and no start.
 */
export class FunctionPool {
  readonly #threadsMax: number;
  readonly #idle: Thread[] = [];
  readonly #waiting: Call[] = [];
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
      this.#run(thread, this.#waiting.shift() as Call);
    }
  }

  #startThread(): Thread | undefined {
    if (this.#threads >= this.#threadsMax) return undefined;
    this.#threads++;
    const worker = new Worker(siblingModule(import.meta.url, './function-worker'));
    const thread: Thread = { worker, current: undefined };
    let problem = 'the function ended its thread';
    worker.on('message', (reply: FunctionReply) => {
      this.#settle(thread, reply);
      this.#idle.push(thread);
      this.#assign();
    });
    worker.on('error', (error) => {
      problem = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      this.#threads--;
      const index = this.#idle.indexOf(thread);
      if (index >= 0) this.#idle.splice(index, 1);
      this.#settle(thread, { kind: 'threw', message: problem, stack: '' });
      this.#assign();
    });
    return thread;
  }

  #run(thread: Thread, call: Call): void {
    if (call.signal.aborted) {
      call.settle({ kind: 'threw', message: 'it was killed', stack: '' });
      this.#idle.push(thread);
      return;
    }
    const abort = () => void thread.worker.terminate();
    call.signal.addEventListener('abort', abort);
    thread.current = {
      ...call,
      settle(reply) {
        call.signal.removeEventListener('abort', abort);
        call.settle(reply);
      },
    };
    // Idle threads must not keep the server alive, working ones must.
    thread.worker.ref();
    thread.worker.postMessage(call.call);
  }

  #settle(thread: Thread, reply: FunctionReply): void {
    const { current } = thread;
    thread.current = undefined;
    thread.worker.unref();
    current?.settle(reply);
  }
}
