/** What is asked of an engine that ours is compared with, and the work it is given. */

/** The same as the apps of `bench-apps.ts`: `length` steps in a chain, or in parallel with one before and one after. */
export interface PeerWork {
  readonly shape: 'chain' | 'fanOut';
  readonly length: number;
  readonly step: 'fibonacci' | 'true' | 'began';
}

/** A peer that runs, empty when started, on its durable defaults. */
export interface Peer {
  /** How its caller reaches it, since a call within a process is cheaper than a request. */
  readonly client: string;
  /** From before the submission to after the end of one workflow, in milliseconds, run by run. */
  time(work: PeerWork, runs: number): Promise<number[]>;
  /** From before each submission to the start of its first step, in milliseconds. */
  timeToFirstStep(runs: number): Promise<number[]>;
  /** Submits that many workflows, `concurrency` at a time, and waits for all: in milliseconds. */
  burst(work: PeerWork, jobs: number, concurrency: number): Promise<number>;
  /** Ends its processes and removes its data. */
  stop(): Promise<void>;
}

/** A peer as it can be started again and again from where it is installed. */
export interface PeerSource {
  readonly name: string;
  start(installDirectory: string): Promise<Peer>;
}
