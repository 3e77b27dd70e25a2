/**
 * The figures of Restate and DBOS for the work that ours are measured with, on the same machine in
 * the same run. As for ours, every row begins with a fresh server.
 */
import type { BenchRow } from '../../report.ts';
import { median, percentile } from '../../statistics.ts';
import { dbosPeer } from './dbos-peer.ts';
import { installPeers } from './install-peers.ts';
import type { Peer, PeerSource, PeerWork } from './peer.ts';
import { restatePeer } from './restate-peer.ts';

// As many as latency-rows.ts and throughput-rows.ts take of ours.
const WARM_UPS = 20;
const RUNS = 15;
const FIRST_STEP_RUNS = 200;
const CONCURRENT_SUBMISSIONS = 64;
const BURST_JOBS = 3_000;

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

/** Rows of every peer that can be installed and started here; of another, one line on stderr. */
export async function measurePeers(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  try {
    const installed = await installPeers();
    try {
      for (const source of [restatePeer, dbosPeer]) await measurePeer(source, installed, rows);
    } finally {
      installed.remove();
    }
  } catch (error) {
    console.error(`left out Restate and DBOS: ${reason(error)}`);
  }
  return rows;
}

async function measurePeer(
  source: PeerSource,
  { directory }: { readonly directory: string },
  rows: BenchRow[],
): Promise<void> {
  for (const { name, measure } of measurements) {
    const rowName = `${source.name}: ${name}`;
    console.error(`measuring: ${rowName}`);
    try {
      const peer = await source.start(directory);
      try {
        rows.push({ name: rowName, ...(await measure(peer)) });
      } finally {
        await peer.stop();
      }
    } catch (error) {
      console.error(`left out ${rowName} and what follows of it: ${reason(error)}`);
      return;
    }
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
