/** Takes the figures of one work on one engine. */
import { median } from '../statistics.ts';
import { type Engine, type ProgramRun, runProgram } from './engine-program.ts';
import { inputText } from './input-text.ts';
import type { Work } from './works.ts';

export interface Measurement {
  readonly timeMs: number;
  readonly bestMs: number;
  readonly worstMs: number;
  readonly answer: string;
  readonly peakMemoryMegabytes: number;
}

export interface MeasureOptions {
  /** Part of the full size, for a trial. */
  readonly scale: number;
  /** Measured runs after one warm-up. */
  readonly runs: number;
}

/** Fewer: a killed executor takes seconds to be replaced, so each kill has a process of its own. */
const KILLS_MAX = 3;

/** The kill comes when so much of an undisturbed run's time is over. */
const KILL_PART = 0.5;

/** @throws when runs of one work answer differently */
export function measureWork(
  engine: Engine,
  work: Work,
  options: MeasureOptions,
): Promise<Measurement> {
  switch (work.kind) {
    case 'process':
      return measureProcesses(engine, work, options);
    case 'job':
      return measureJobs(engine, work, options);
    case 'kill':
      return measureKills(engine, work, options);
  }
}

async function measureProcesses(engine: Engine, work: Work, { scale, runs }: MeasureOptions) {
  const results: ProgramRun[] = [];
  for (let run = 0; run <= runs; run += 1) {
    results.push(await runProgram(engine, { ...programOptions(work, scale), runs: 1 }));
  }
  // The first one is the warm-up: our program is bundled, Spark's jars are read from disk.
  const times = results.slice(1).map(({ processTimeMs }) => processTimeMs);
  return measurementOf(work, results, times);
}

async function measureJobs(engine: Engine, work: Work, { scale, runs }: MeasureOptions) {
  const result = await runProgram(engine, { ...programOptions(work, scale), runs: runs + 1 });
  return measurementOf(work, [result], result.timesMs.slice(1));
}

/** The time that a killed executor adds: of a disturbed run over the median of undisturbed ones. */
async function measureKills(engine: Engine, work: Work, { scale, runs }: MeasureOptions) {
  const results: ProgramRun[] = [];
  const added: number[] = [];
  const disturbed = runs + 1;
  let undisturbedMs = await undisturbed(engine, work, { scale, runs });
  for (let kill = 0; kill < Math.min(runs, KILLS_MAX); kill += 1) {
    const delayMs = () => undisturbedMs * KILL_PART;
    const options = { ...programOptions(work, scale), runs: disturbed + 1 };
    const result = await runProgram(engine, { ...options, kill: { run: disturbed, delayMs } });
    undisturbedMs = median(result.timesMs.slice(1, disturbed));
    added.push((result.timesMs[disturbed] ?? Number.NaN) - undisturbedMs);
    results.push(result);
  }
  return measurementOf(work, results, added);
}

async function undisturbed(engine: Engine, work: Work, { scale, runs }: MeasureOptions) {
  const { timesMs } = await runProgram(engine, { ...programOptions(work, scale), runs: runs + 1 });
  return median(timesMs.slice(1));
}

function programOptions(work: Work, scale: number) {
  const size = Math.max(1, Math.round(work.size * scale));
  const textPath = work.readsText === true ? inputText(size) : '';
  return { work, size, textPath };
}

function measurementOf(
  { name }: Work,
  results: readonly ProgramRun[],
  timesMs: readonly number[],
): Measurement {
  const [answer = '', ...others] = new Set(results.flatMap(({ answers }) => answers));
  if (others.length > 0) throw new Error(`${name}: answers differ: ${answer}, ${others}`);
  return {
    timeMs: median(timesMs),
    bestMs: Math.min(...timesMs),
    worstMs: Math.max(...timesMs),
    answer,
    peakMemoryMegabytes: Math.max(...results.map((result) => result.peakMemoryMegabytes)),
  };
}
