/** Restate, reached through its HTTP ingress from this process, as our server is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkResults } from './check-results.ts';
import { inParallel } from './in-parallel.ts';
import type { Peer, PeerSource, PeerWork } from './peer.ts';
import { PeerProgram } from './peer-program.ts';

export const restatePeer: PeerSource = {
  name: 'Restate',
  async start(installDirectory) {
    const data = mkdtempSync(join(tmpdir(), 'howdah-restate-'));
    try {
      const { program, ready } = await PeerProgram.start<{ ingress: string }>(
        installDirectory,
        'restate-program.mjs',
        [data],
      );
      return new Restate(program, ready.ingress, data);
    } catch (error) {
      rmSync(data, { recursive: true, force: true });
      throw error;
    }
  },
};

class Restate implements Peer {
  readonly client = 'HTTP';
  readonly #program: PeerProgram;
  readonly #ingress: string;
  readonly #data: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  #workflows = 0;

  constructor(program: PeerProgram, ingress: string, data: string) {
    this.#program = program;
    this.#ingress = ingress;
    this.#data = data;
  }

  async time(work: PeerWork, runs: number): Promise<number[]> {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const beganMs = performance.now();
      const results = await this.#run(work);
      times.push(performance.now() - beganMs);
      checkResults(work, results);
    }
    return times;
  }

  async timeToFirstStep(runs: number): Promise<number[]> {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const beganNanoseconds = process.hrtime.bigint();
      const [reached] = await this.#run({ shape: 'chain', length: 1, step: 'began' });
      times.push(Number(BigInt(reached as string) - beganNanoseconds) / 1e6);
    }
    return times;
  }

  async burst(work: PeerWork, jobs: number, concurrency: number): Promise<number> {
    const keys: string[] = [];
    const beganMs = performance.now();
    await inParallel(jobs, concurrency, async () => {
      const key = this.#nextKey();
      await this.#send('POST', `/bench/${key}/run/send`, work);
      keys.push(key);
    });
    await inParallel(jobs, concurrency, async (index) => {
      const results = await this.#send('GET', `/restate/workflow/bench/${keys[index]}/attach`);
      checkResults(work, results as unknown[]);
    });
    return performance.now() - beganMs;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.#program.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }

  async #run(work: PeerWork): Promise<unknown[]> {
    return (await this.#send('POST', `/bench/${this.#nextKey()}/run`, work)) as unknown[];
  }

  #nextKey(): string {
    return `workflow-${this.#workflows++}`;
  }

  #send(method: string, path: string, body?: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const options = {
        method,
        agent: this.#agent,
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
      };
      const request = httpRequest(`${this.#ingress}${path}`, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        });
      });
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
