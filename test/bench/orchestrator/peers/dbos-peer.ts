/** DBOS, on a PostgreSQL that writes commits to the disk. */
import { tmpdir } from 'node:os';
import { type PostgresServer, startPostgresServer } from '../../../support/postgres-server.ts';
import { checkResults } from './check-results.ts';
import type { Peer, PeerSource, PeerWork } from './peer.ts';
import { PeerProgram } from './peer-program.ts';

export const dbosPeer: PeerSource = {
  name: 'DBOS',
  async start(installDirectory) {
    const postgres = await startPostgresServer(tmpdir(), { durable: true });
    try {
      const host = encodeURIComponent(postgres.socketDirectory);
      const url = `postgresql://postgres@localhost/bench?host=${host}`;
      const { program } = await PeerProgram.start(installDirectory, 'dbos-program.mjs', [url]);
      return new Dbos(program, postgres);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  },
};

interface DbosAnswer {
  readonly times: number[];
  /** Of every workflow that was timed. */
  readonly results: unknown[][];
}

class Dbos implements Peer {
  readonly client = 'in process';
  readonly #program: PeerProgram;
  readonly #postgres: PostgresServer;

  constructor(program: PeerProgram, postgres: PostgresServer) {
    this.#program = program;
    this.#postgres = postgres;
  }

  async time(work: PeerWork, runs: number): Promise<number[]> {
    const answer = await this.#program.ask<DbosAnswer>({ name: 'time', work, runs });
    return checkedTimes(work, runs, answer);
  }

  async timeToFirstStep(runs: number): Promise<number[]> {
    return (await this.#program.ask<DbosAnswer>({ name: 'timeToFirstStep', runs })).times;
  }

  async burst(work: PeerWork, jobs: number, concurrency: number): Promise<number> {
    const question = { name: 'burst', work, jobs, concurrency };
    const answer = await this.#program.ask<DbosAnswer>(question);
    const [durationMs = Number.NaN] = checkedTimes(work, jobs, answer);
    return durationMs;
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    await this.#postgres.stop();
  }
}

function checkedTimes(work: PeerWork, workflows: number, { times, results }: DbosAnswer): number[] {
  if (results.length !== workflows) throw new Error(`${results.length} workflows of ${workflows}`);
  for (const each of results) checkResults(work, each);
  return times;
}
