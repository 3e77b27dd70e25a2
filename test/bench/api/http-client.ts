/** One client with a connection of its own, which says how long each answer took. */
import { Agent, request } from 'node:http';

export interface TimedAnswer {
  readonly status: number;
  readonly durationMs: number;
}

export class HttpClient {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(url: string) {
    this.#url = url;
  }

  /** Resolves when the whole answer has come. */
  send(method: string, path: string, body?: string): Promise<TimedAnswer> {
    const startedMs = performance.now();
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/xml' };
      const outgoing = request(
        `${this.#url}${path}`,
        { method, agent: this.#agent, headers },
        (answer) => {
          answer.resume().once('end', () => {
            const durationMs = performance.now() - startedMs;
            resolve({ status: answer.statusCode ?? 0, durationMs });
          });
        },
      );
      outgoing.once('error', reject).end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
