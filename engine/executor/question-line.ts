/** The slot's end of the line to its executor's main thread: asks, and sleeps until answered. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Reply } from '../rpc/request-line.ts';
import type { SlotQuestion } from './slot-question.ts';

/** How often a sleeping slot looks whether its task was killed. */
const KILL_CHECK_MS = 100;

/** What a slot is started with to be able to ask. */
export interface QuestionLineEnd {
  readonly port: MessagePort;
  /** Counts answers; the slot sleeps on it. */
  readonly bell: Int32Array;
}

/** Numbers tell a late answer, to a task that was killed, from the one that is waited for. */
interface Numbered<T> {
  readonly number: number;
  readonly body: T;
}

export class QuestionLine {
  private readonly end: QuestionLineEnd;
  private nextNumber = 0;

  constructor(end: QuestionLineEnd) {
    this.end = end;
    end.port.unref();
  }

  /**
   * @param checkKilled called while the slot sleeps; what it throws ends the wait
   * @throws Error with the message of what the answering side threw
   */
  ask(question: SlotQuestion, checkKilled: () => void): unknown {
    const { port, bell } = this.end;
    const number = this.nextNumber++;
    let seen = Atomics.load(bell, 0);
    port.postMessage({ number, body: question } satisfies Numbered<SlotQuestion>);
    for (;;) {
      const received = receiveMessageOnPort(port)?.message as Numbered<Reply> | undefined;
      if (received === undefined) {
        checkKilled();
        Atomics.wait(bell, 0, seen, KILL_CHECK_MS);
        seen = Atomics.load(bell, 0);
      } else if (received.number === number) {
        return valueOfReply(received.body);
      }
    }
  }

  /** Asks for something to be done, and does not wait. */
  tell(question: SlotQuestion): void {
    this.end.port.postMessage({ number: this.nextNumber++, body: question });
  }
}

function valueOfReply(reply: Reply): unknown {
  if ('error' in reply) {
    throw new Error(reply.error);
  }
  return reply.value;
}

/** The main thread's end: answers each question of a slot. */
export function answerQuestions(
  { port, bell }: QuestionLineEnd,
  reply: (question: SlotQuestion) => Promise<Reply>,
): void {
  port.on('message', ({ number, body }: Numbered<SlotQuestion>) => {
    void reply(body).then((answer) => {
      port.postMessage({ number, body: answer } satisfies Numbered<Reply>);
      Atomics.add(bell, 0, 1);
      Atomics.notify(bell, 0);
    });
  });
  port.unref();
}
