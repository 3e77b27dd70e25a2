/** Questions over a connection: numbered, so that answers may come in any order. */

/** An answer on its way back. */
export type Reply = { readonly value: unknown } | { readonly error: string };

export class RequestLine<Question> {
  private readonly send: (number: number, question: Question) => void;
  private readonly waiting = new Map<number, PromiseWithResolvers<unknown>>();
  private nextNumber = 0;

  constructor(send: (number: number, question: Question) => void) {
    this.send = send;
  }

  /** Rejects with the message of what the other side threw, or when the connection ends. */
  ask(question: Question): Promise<unknown> {
    const number = this.nextNumber++;
    const answer = Promise.withResolvers<unknown>();
    this.waiting.set(number, answer);
    this.send(number, question);
    return answer.promise;
  }

  receive(number: number, reply: Reply): void {
    const answer = this.waiting.get(number);
    this.waiting.delete(number);
    if ('error' in reply) {
      answer?.reject(new Error(reply.error));
    } else {
      answer?.resolve(reply.value);
    }
  }

  /** The connection has ended: nobody will answer. */
  end(reason: string): void {
    for (const answer of this.waiting.values()) {
      answer.reject(new Error(reason));
    }
    this.waiting.clear();
  }
}
