/** Applications run as processes through spark-submit's entry. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { siblingModule } from '../../../base/sibling-module.ts';

const submit = siblingModule(import.meta.url, '../../../engine/deploy/submit/main');

/** Drivers that have not ended: a test that fails leaves none behind. */
const drivers = new Set<ChildProcess>();

afterEach(() => {
  for (const driver of drivers) {
    driver.kill('SIGKILL');
  }
});

export interface Submitted {
  readonly child: ChildProcess;
  /** What was printed so far. */
  readonly output: () => string;
  readonly errors: () => string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export interface Submission {
  readonly master: string;
  /** Holds temporary files. */
  readonly directory: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly environment?: NodeJS.ProcessEnv;
}

/** @param name of a fixture, or an application's absolute path */
export function submitApplication(
  name: string,
  applicationArguments: readonly string[],
  { master, directory, properties = {}, environment = {} }: Submission,
): Submitted {
  const fixture = new URL(`../../fixture/engine/${name}.ts`, import.meta.url);
  const app = isAbsolute(name) ? name : fileURLToPath(fixture);
  const settings = Object.entries({ 'spark.local.dir': directory, ...properties });
  const options = settings.flatMap(([key, value]) => ['--conf', `${key}=${value}`]);
  const child = spawn(
    process.execPath,
    [submit, '--master', master, ...options, app, ...applicationArguments],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  drivers.add(child);
  child.once('exit', () => drivers.delete(child));
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return { child, output: () => output, errors: () => errors, ended };
}

/** Process ids of the executors that a driver has started and that live. */
export function executorsOf(driverPid: number): number[] {
  return childrenOf(driverPid, 'executor-main');
}

/** Process ids of the shuffle services that a driver has started and that live: at most one. */
export function shuffleServicesOf(driverPid: number): number[] {
  return childrenOf(driverPid, 'shuffle-service-main');
}

/** Whether it is a process of ours that lives. */
export function isRunning(pid: number): boolean {
  return /executor-main|shuffle-service-main/.test(readStatus(pid)?.command ?? '');
}

function childrenOf(parentPid: number, main: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const status = readStatus(pid);
      return status?.parent === parentPid && status.command.includes(main);
    });
}

function readStatus(pid: number): { parent: number; command: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') };
  } catch {
    return undefined;
  }
}
