/** Runs an application, does harm at a moment of it, and tells what became of everything. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  executorsOf,
  isRunning,
  shuffleServicesOf,
  submitApplication,
} from '../engine/applications/submitted.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

export interface Faults {
  readonly application: string;
  readonly arguments?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly master?: string;
  /** Holds the application's temporary files where it is not a fresh one. */
  readonly directory?: string;
  /** Tells the moment: called again and again until it is true or the application has ended. */
  readonly isTime?: (progress: Progress) => boolean;
  /** The harm. */
  readonly harm?: (progress: Progress) => void;
}

export interface Progress {
  readonly directory: string;
  readonly driver: number;
  /** Process ids of the executors that live now. */
  readonly executors: () => number[];
  /** How many tasks have begun or ended so far. */
  readonly taskEvents: () => number;
  readonly output: () => string;
}

export interface RunOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
  readonly taskEvents: number;
  /** Processes that outlived their driver, and files of the application that nobody removed. */
  readonly leftovers: readonly string[];
}

const MASTER = 'local-cluster[2,1,512]';

/** Ample for a slow machine; a run takes a second. */
const DEADLINE_MS = 120_000;

export async function runWithFaults(faults: Faults): Promise<RunOutcome> {
  const directory = faults.directory ?? temporaryDirectory();
  const logs = join(temporaryDirectory(), 'logs');
  const app = submitApplication(faults.application, faults.arguments ?? [], {
    master: faults.master ?? MASTER,
    directory,
    properties: {
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': logs,
      'spark.eventLog.compress': 'false',
      ...faults.properties,
    },
  });
  const driver = app.child.pid as number;
  const seen = new Set<number>();
  const executors = () => {
    const pids = executorsOf(driver);
    for (const pid of [...pids, ...shuffleServicesOf(driver)]) seen.add(pid);
    return pids;
  };
  const taskEvents = () => countTaskEvents(logs);
  const progress = { directory, driver, executors, taskEvents, output: app.output };
  const hasEnded = () => app.child.exitCode !== null || app.child.signalCode !== null;
  const isTime = faults.isTime ?? (() => false);
  await eventually(
    () => {
      executors();
      return hasEnded() || isTime(progress);
    },
    { deadlineMs: DEADLINE_MS },
  );
  faults.harm?.(progress);
  const { code, signal } = await app.ended;
  const leftovers = () => [
    ...[...seen].filter(isRunning).map((pid) => `process ${pid}`),
    ...readdirSync(directory).filter((name) => name.startsWith('howdah-')),
  ];
  // Executors of a driver that was killed need a moment to notice.
  await eventually(() => leftovers().length === 0).catch(() => {});
  return {
    code,
    signal,
    output: app.output(),
    errors: app.errors(),
    taskEvents: taskEvents(),
    leftovers: leftovers(),
  };
}

/** Sends a signal to a process that may have ended meanwhile. */
export function signalProcess(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) {
      process.kill(pid, signal);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

function countTaskEvents(logs: string): number {
  let count = 0;
  try {
    for (const file of readdirSync(logs, { recursive: true, withFileTypes: true })) {
      const text = file.isFile() ? readFileSync(join(file.parentPath, file.name), 'utf8') : '';
      count += text.match(/"SparkListenerTask(?:Start|End)"/g)?.length ?? 0;
    }
  } catch {
    // The directory, or a file in it, is being made just now.
  }
  return count;
}
