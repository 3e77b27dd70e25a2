/** The orchestrator's speed on its embedded defaults, every step through the queue and durable. */
import type { BenchOptions, BenchRow, BenchSuite } from '../report.ts';
import { expressionRows } from './expression-rows.ts';
import { latencyRows } from './latency-rows.ts';
import { rerunRows } from './rerun-rows.ts';
import type { RowSource } from './row-source.ts';
import { startRows } from './start-rows.ts';
import { survivalRows } from './survival-rows.ts';
import { throughputRows } from './throughput-rows.ts';
import { validationRows } from './validation-rows.ts';

const sources: readonly RowSource[] = [
  ...latencyRows,
  ...throughputRows,
  ...rerunRows,
  ...startRows,
  ...survivalRows,
  ...validationRows,
  ...expressionRows,
];

export const orchestratorSuite: BenchSuite = {
  async run({ peers: withPeers, only, onRow }: BenchOptions): Promise<BenchRow[]> {
    const rows: BenchRow[] = [];
    const add = (row: BenchRow) => {
      rows.push(row);
      onRow?.(row);
    };
    const peers = withPeers ? await (await import('./peers/peer-rows.ts')).openPeers() : undefined;
    try {
      for (const source of sources) {
        if (only.length > 0 && !only.some((part) => source.name.includes(part))) continue;
        console.error(`measuring: ${source.name}`);
        const ours = await source.measure();
        add(ours);
        for (const row of (await peers?.compare(ours)) ?? []) add(row);
      }
    } finally {
      peers?.remove();
    }
    return rows;
  },
};
