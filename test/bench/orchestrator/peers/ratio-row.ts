/**
 * Ours against a peer's in one run. A machine's speed varies from hour to hour, so that an aim in
 * milliseconds says little; what the aims are to the peers' figures, measured together, stays.
 */
import type { BenchRow } from '../../report.ts';

interface Compared {
  /** What we aim at. */
  readonly aim: number;
  /** What the peers took on the machine on which the aims were set. */
  readonly peers: Readonly<Record<string, number>>;
}

const compared: Readonly<Record<string, Compared>> = {
  'chain of 40 steps': { aim: 45, peers: { Restate: 46, DBOS: 43 } },
  '1 + 100 in parallel + 1': { aim: 30, peers: { Restate: 32, DBOS: 158 } },
  'chain of 40 × /bin/true': { aim: 150, peers: { Restate: 136, DBOS: 125 } },
  'submit to first step, p50': { aim: 2, peers: { Restate: 1.9, DBOS: 0.8 } },
  'burst of 3-step workflows': { aim: 930, peers: { Restate: 930, DBOS: 408 } },
};

/** Ours as a part, or for rates a multiple, of theirs. */
export function ratioRow(peer: string, ours: BenchRow, theirs: BenchRow): BenchRow {
  const { name, unit } = ours;
  const { aim = Number.NaN, peers = {} } = compared[name] ?? {};
  const goal = Math.round((100 * aim) / (peers[peer] ?? Number.NaN)) / 100;
  return {
    name: `ours / ${peer}: ${name}`,
    value: ours.value / theirs.value,
    unit: '×',
    aim: unit === 'ms' ? { atMost: goal } : { atLeast: goal },
  };
}
