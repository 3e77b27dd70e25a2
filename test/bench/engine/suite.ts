/**
 * The engine's speed: fourteen works in processes of their own, their answers checked, and with
 * `--spark` the same works on Apache Spark in the same run, answers compared and ratios shown.
 */
import type { BenchOptions, BenchRow, BenchSuite } from '../report.ts';
import type { Engine } from './engine-program.ts';
import { howdahEngine } from './howdah-engine.ts';
import { type Measurement, type MeasureOptions, measureWork } from './measure-work.ts';
import { type Work, works } from './works.ts';

export const engineSuite: BenchSuite = {
  async run({ spark, only, scale, runs, onRow }: BenchOptions): Promise<BenchRow[]> {
    const peer = spark ? await (await import('./spark/spark-engine.ts')).sparkEngine() : undefined;
    const rows: BenchRow[] = [];
    const add = (row: BenchRow) => {
      rows.push(row);
      onRow?.(row);
    };
    for (const work of works.filter((one) => isWanted(one, only))) {
      try {
        await addRows(work, peer, { scale, runs: runs ?? work.runs }, add);
      } catch (error) {
        console.error(error);
        process.exitCode = 1; // The other works are measured all the same.
      }
    }
    return rows;
  },
};

async function addRows(
  work: Work,
  peer: Engine | undefined,
  options: MeasureOptions,
  add: (row: BenchRow) => void,
): Promise<void> {
  const ours = await measured(howdahEngine, work, options);
  add(rowOf(howdahEngine.name, work, ours));
  if (peer !== undefined) {
    const theirs = await measured(peer, work, options);
    add(rowOf(peer.name, work, theirs));
    add(ratioOf(work, ours, theirs));
  }
}

/** By a part of the row's name, or by what the programs call it: `tiny,join`. */
function isWanted({ name, program }: Work, only: readonly string[]): boolean {
  if (only.length === 0) return true;
  const programs = only.flatMap((words) => words.split(','));
  return programs.includes(program) || only.some((part) => name.includes(part));
}

function measured(engine: Engine, work: Work, options: MeasureOptions) {
  console.error(`measuring: ${engine.name}: ${work.name}`);
  return measureWork(engine, work, options);
}

function rowOf(engine: string, { name }: Work, measurement: Measurement): BenchRow {
  const { timeMs, bestMs, worstMs, answer, cpuSeconds, peakMemoryMegabytes } = measurement;
  return {
    name: `${engine}: ${name}`,
    value: timeMs,
    unit: 'ms',
    details: {
      best: bestMs,
      worst: worstMs,
      'CPU, s': cpuSeconds,
      'peak memory, MB': peakMemoryMegabytes,
      answer,
    },
  };
}

/** How many times faster ours is. A kill that adds no time to ours is better than any ratio. */
function ratioOf(work: Work, ours: Measurement, theirs: Measurement): BenchRow {
  if (ours.answer !== theirs.answer) {
    throw new Error(`${work.name}: we answer ${ours.answer}, Spark ${theirs.answer}`);
  }
  const value = ours.timeMs <= 0 ? Infinity : theirs.timeMs / ours.timeMs;
  return {
    name: `ratio: ${work.name}`,
    value,
    unit: '×',
    aim: { atLeast: work.aimRatio },
    details: {
      'CPU ratio': theirs.cpuSeconds / ours.cpuSeconds,
      'memory ratio': theirs.peakMemoryMegabytes / ours.peakMemoryMegabytes,
    },
  };
}
