/** Runs a program of works as a process and reads what it reports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  commandLineOf,
  endedChildrenCpuSeconds,
  processTree,
  watchMemory,
} from './process-tree.ts';
import type { Work } from './works.ts';

/** Ours or Spark: how the program is started, and what its executors look like. */
export interface Engine {
  readonly name: string;
  command(master: string): readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Part of an executor's command line. */
  readonly executorMark: string;
}

export interface ProgramRun {
  /** One a run, the warm-up first. */
  readonly timesMs: readonly number[];
  readonly answers: readonly string[];
  /** Of the last run's rows, where the work has one. */
  readonly checkSum: string;
  readonly processTimeMs: number;
  /** User and system time of the program and its executors, warm-up and checks included. */
  readonly cpuSeconds: number;
  readonly peakMemoryMegabytes: number;
}

export interface ProgramOptions {
  readonly work: Work;
  readonly size: number;
  readonly runs: number;
  readonly textPath: string;
  /** In which run an executor is killed, and how long after its beginning. */
  readonly kill?: {
    readonly run: number;
    readonly delayMs: (timesMs: readonly number[]) => number;
  };
}

interface ReportLine {
  readonly run: number;
  readonly timeMs?: number;
  readonly answer?: string;
  readonly checkSum?: string;
}

const ERROR_CHARACTERS_KEPT = 4_000;

/** @throws when the program fails; the message carries the end of what it wrote to stderr */
export async function runProgram(engine: Engine, options: ProgramOptions): Promise<ProgramRun> {
  const { work, size, runs, textPath, kill } = options;
  const [executable = '', ...words] = engine.command(work.master);
  const beganCpuSeconds = endedChildrenCpuSeconds();
  const beganMs = performance.now();
  const child = spawn(executable, [...words, work.program, `${size}`, `${runs}`, textPath], {
    env: { ...process.env, ...engine.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const peak = watchMemory(child.pid as number);
  const closed = once(child, 'close') as Promise<[number | null]>;
  const errors = endOf(child);
  const timesMs: number[] = [];
  const answers: string[] = [];
  let checkSum = '';
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as ReportLine;
    if (line.timeMs !== undefined) {
      timesMs.push(line.timeMs);
      answers.push(line.answer ?? '');
      checkSum = line.checkSum ?? '';
    } else if (kill?.run === line.run) {
      setTimeout(() => killExecutor(engine, child), kill.delayMs(timesMs));
    }
  }
  const [code] = await closed;
  const peakMemoryMegabytes = peak();
  if (code !== 0) throw new Error(`${engine.name}: ${work.name} ended with ${code}: ${errors()}`);
  const processTimeMs = performance.now() - beganMs;
  const cpuSeconds = endedChildrenCpuSeconds() - beganCpuSeconds;
  return { timesMs, answers, checkSum, processTimeMs, cpuSeconds, peakMemoryMegabytes };
}

function killExecutor(engine: Engine, child: ChildProcess): void {
  const executors = processTree(child.pid as number).filter((pid) =>
    commandLineOf(pid).includes(engine.executorMark),
  );
  const [victim] = executors;
  if (victim === undefined) throw new Error(`${engine.name} has no executor to kill`);
  process.kill(victim, 'SIGKILL');
}

function endOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-ERROR_CHARACTERS_KEPT);
  });
  return () => text;
}
