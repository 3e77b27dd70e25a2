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
  /** Of one program, on average: its runs, its warm-up, its check and the start of its processes. */
  readonly cpuSeconds: number;
  readonly peakMemoryMegabytes: number;
}

export interface MeasureOptions {
  /** Part of the full size, for a trial. */
  readonly scale: number;
  /** Measured runs after one warm-up. */
  readonly runs: number;
}

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

/**
 * The time that a killed executor adds to a job. It takes seconds to be replaced, so each kill has a
 * process of its own: a warm-up, an undisturbed run, the disturbed one.
 */
async function measureKills(engine: Engine, work: Work, { scale, runs }: MeasureOptions) {
  const results: ProgramRun[] = [];
  const delayMs = ([, undisturbedMs = 0]: readonly number[]) => undisturbedMs * KILL_PART;
  const options = { ...programOptions(work, scale), runs: 3, kill: { run: 2, delayMs } };
  for (let kill = 0; kill < runs; kill += 1) {
    results.push(await runProgram(engine, options));
  }
  const undisturbedMs = median(results.map(({ timesMs }) => timesMs[1] ?? Number.NaN));
  const added = results.map(({ timesMs }) => (timesMs[2] ?? Number.NaN) - undisturbedMs);
  return measurementOf(work, results, added);
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
  const answer = theOnly(name, new Set(results.flatMap(({ answers }) => answers)));
  const check = theOnly(name, new Set(results.map(({ checkSum }) => checkSum)));
  return {
    timeMs: median(timesMs),
    bestMs: Math.min(...timesMs),
    worstMs: Math.max(...timesMs),
    answer: `${answer} ${check}`.trim(),
    cpuSeconds: results.reduce((sum, result) => sum + result.cpuSeconds, 0) / results.length,
    peakMemoryMegabytes: Math.max(...results.map((result) => result.peakMemoryMegabytes)),
  };
}

function theOnly(work: string, answers: ReadonlySet<string>): string {
  const [answer = '', ...others] = answers;
  if (others.length > 0) throw new Error(`${work}: answers differ: ${answer}, ${others}`);
  return answer;
}
