/**
 * The figures of Restate and DBOS for the work that ours are measured with, each right after ours on
 * the same machine, and how ours compares. As for ours, every row begins with a fresh server.
 */
import type { BenchRow } from '../../report.ts';
import { median, percentile } from '../../statistics.ts';
import { dbosPeer } from './dbos-peer.ts';
import { installPeers } from './install-peers.ts';
import type { Peer, PeerSource, PeerWork } from './peer.ts';
import { ratioRow } from './ratio-row.ts';
import { restatePeer } from './restate-peer.ts';

// As many as latency-rows.ts and throughput-rows.ts take of ours.
const WARM_UPS = 20;
const RUNS = 15;
const FIRST_STEP_RUNS = 200;
const CONCURRENT_SUBMISSIONS = 64;
const BURST_JOBS = 3_000;

/** The peers that could be installed and have not failed yet. */
export interface Peers {
  /** What they take for the row of this name of ours, and the ratios. */
  compare(ours: BenchRow): Promise<BenchRow[]>;
  remove(): void;
}

interface PeerMeasurement {
  readonly name: string;
  measure(peer: Peer): Promise<Omit<BenchRow, 'name'>>;
}

const measurements: readonly PeerMeasurement[] = [
  timed('chain of 40 steps', { shape: 'chain', length: 40, step: 'fibonacci' }),
  timed('1 + 100 in parallel + 1', { shape: 'fanOut', length: 100, step: 'fibonacci' }),
  timed('chain of 40 × /bin/true', { shape: 'chain', length: 40, step: 'true' }),
  { name: 'submit to first step, p50', measure: submitToFirstStep },
  { name: 'burst of 3-step workflows', measure: burst },
];

/** Without a peer that can be installed there is none to compare with, and one line on stderr. */
export async function openPeers(): Promise<Peers> {
  const sources = new Set([restatePeer, dbosPeer]);
  const installed = await installPeers().catch((error: unknown) => {
    console.error(`left out Restate and DBOS: ${reason(error)}`);
    sources.clear();
  });
  return {
    async compare(ours) {
      const measurement = measurements.find(({ name }) => name === ours.name);
      if (measurement === undefined || installed === undefined) return [];
      const rows: BenchRow[] = [];
      for (const source of sources) {
        const theirs = await measurePeer(source, installed.directory, measurement);
        if (theirs === undefined) sources.delete(source);
        else rows.push(theirs, ratioRow(source.name, ours, theirs));
      }
      return rows;
    },
    remove: () => installed?.remove(),
  };
}

/** Undefined, with a line on stderr, when the peer cannot do it here. */
async function measurePeer(
  source: PeerSource,
  directory: string,
  { name, measure }: PeerMeasurement,
): Promise<BenchRow | undefined> {
  const rowName = `${source.name}: ${name}`;
  console.error(`measuring: ${rowName}`);
  try {
    const peer = await source.start(directory);
    try {
      return { name: rowName, ...(await measure(peer)) };
    } finally {
      await peer.stop();
    }
  } catch (error) {
    console.error(`left out ${rowName} and what follows of it: ${reason(error)}`);
    return undefined;
  }
}

function timed(name: string, work: PeerWork): PeerMeasurement {
  return {
    name,
    async measure(peer) {
      await peer.time(work, WARM_UPS);
      const times = await peer.time(work, RUNS);
      const spread = { best: Math.min(...times), worst: Math.max(...times) };
      return {
        value: median(times),
        unit: 'ms',
        details: { ...spread, client: peer.client },
      };
    },
  };
}

async function submitToFirstStep(peer: Peer) {
  await peer.timeToFirstStep(WARM_UPS);
  const times = await peer.timeToFirstStep(FIRST_STEP_RUNS);
  const details = { p99: percentile(times, 0.99), client: peer.client };
  return { value: median(times), unit: 'ms', details };
}

async function burst(peer: Peer) {
  const work: PeerWork = { shape: 'chain', length: 3, step: 'fibonacci' };
  await peer.burst(work, CONCURRENT_SUBMISSIONS, CONCURRENT_SUBMISSIONS);
  const durationMs = await peer.burst(work, BURST_JOBS, CONCURRENT_SUBMISSIONS);
  const details = { jobs: BURST_JOBS, client: peer.client };
  return { value: (BURST_JOBS * 1_000) / durationMs, unit: 'jobs/s', details };
}

/** The message on one line. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
}
