/**
 * The engine's speed: thirteen works in processes of their own, their answers checked, and with
 * `--spark` the same works on Apache Spark in the same run, answers compared and ratios shown.
 */
import type { BenchOptions, BenchRow, BenchSuite } from '../report.ts';
import type { Engine } from './engine-program.ts';
import { howdahEngine } from './howdah-engine.ts';
import { type Measurement, measureWork } from './measure-work.ts';
import { type Work, works } from './works.ts';

const MEASURED_RUNS = 5;

export const engineSuite: BenchSuite = {
  async run({ spark, only, scale, runs = MEASURED_RUNS }: BenchOptions): Promise<BenchRow[]> {
    const peer = spark ? await (await import('./spark/spark-engine.ts')).sparkEngine() : undefined;
    const rows: BenchRow[] = [];
    for (const work of works) {
      if (only.length > 0 && !only.some((part) => work.name.includes(part))) continue;
      const ours = await measured(howdahEngine, work, { scale, runs });
      rows.push(rowOf(howdahEngine.name, work, ours));
      if (peer !== undefined) {
        const theirs = await measured(peer, work, { scale, runs });
        rows.push(rowOf(peer.name, work, theirs), ratioOf(work, ours, theirs));
      }
    }
    return rows;
  },
};

function measured(engine: Engine, work: Work, options: { scale: number; runs: number }) {
  console.error(`measuring: ${engine.name}: ${work.name}`);
  return measureWork(engine, work, options);
}

function rowOf(engine: string, { name }: Work, measurement: Measurement): BenchRow {
  const { timeMs, bestMs, worstMs, answer, peakMemoryMegabytes } = measurement;
  return {
    name: `${engine}: ${name}`,
    value: timeMs,
    unit: 'ms',
    details: { best: bestMs, worst: worstMs, 'peak memory, MB': peakMemoryMegabytes, answer },
  };
}

/** How many times faster ours is. A kill that adds no time to ours is better than any ratio. */
function ratioOf(work: Work, ours: Measurement, theirs: Measurement): BenchRow {
  if (ours.answer !== theirs.answer) {
    throw new Error(`${work.name}: we answer ${ours.answer}, Spark ${theirs.answer}`);
  }
  const value = ours.timeMs <= 0 ? Infinity : theirs.timeMs / ours.timeMs;
  const memory = theirs.peakMemoryMegabytes / ours.peakMemoryMegabytes;
  return {
    name: `ratio: ${work.name}`,
    value,
    unit: '×',
    aim: { atLeast: work.aimRatio },
    details: { 'memory ratio': memory },
  };
}
