/** An executor's questions to its driver: numbered, so that answers may come in any order. */
import type { DriverQuestion, QuestionReply } from './slot-question.ts';

export class DriverLine {
  private readonly send: (number: number, question: DriverQuestion) => void;
  private readonly waiting = new Map<number, PromiseWithResolvers<unknown>>();
  private nextNumber = 0;

  constructor(send: (number: number, question: DriverQuestion) => void) {
    this.send = send;
  }

  /** Rejects with the message of what the driver threw. */
  ask(question: DriverQuestion): Promise<unknown> {
    const number = this.nextNumber++;
    const answer = Promise.withResolvers<unknown>();
    this.waiting.set(number, answer);
    this.send(number, question);
    return answer.promise;
  }

  receive(number: number, reply: QuestionReply): void {
    const answer = this.waiting.get(number);
    this.waiting.delete(number);
    if ('error' in reply) {
      answer?.reject(new Error(reply.error));
    } else {
      answer?.resolve(reply.value);
    }
  }
}
