/** Runs the application that works on more than its memory, and looks at what its executors took. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { executorsOf, submitApplication } from './submitted.ts';

export interface LargeWork {
  readonly what: 'group' | 'sort';
  readonly rows: number;
  readonly partitions: number;
  readonly memoryMegabytes: number;
  readonly deadlineMs: number;
}

export interface LargeOutcome {
  readonly answer: string;
  readonly errors: string;
  readonly code: number | null;
  /** The most that each executor had in memory at a time, by the kernel's count. */
  readonly peakResidentMegabytes: number[];
  /** One that took too much would have been replaced, with its peak unseen. */
  readonly executorsStarted: number;
  /** Sums over all tasks. */
  readonly metric: (field: string) => number;
  readonly leftovers: string[];
}

export async function runLargeWork(work: LargeWork): Promise<LargeOutcome> {
  const directory = temporaryDirectory();
  const logs = join(directory, 'logs');
  const gate = join(directory, 'gate');
  const app = submitApplication(
    'larger-than-memory',
    [work.what, String(work.rows), String(work.partitions), gate],
    {
      master: `local-cluster[2,1,${work.memoryMegabytes}]`,
      directory,
      properties: {
        'spark.eventLog.enabled': 'true',
        'spark.eventLog.dir': logs,
        'spark.eventLog.compress': 'false',
      },
    },
  );
  const hasEnded = () => app.output() !== '' || app.child.exitCode !== null;
  await eventually(hasEnded, { deadlineMs: work.deadlineMs });
  const peakResidentMegabytes = executorsOf(app.child.pid as number).map(peakResident);
  writeFileSync(gate, '');
  const { code } = await app.ended;
  return {
    answer: app.output(),
    errors: app.errors(),
    code,
    peakResidentMegabytes,
    executorsStarted: textOf(logs).match(/"SparkListenerExecutorAdded"/g)?.length ?? 0,
    metric: metricTotals(logs),
    leftovers: readdirSync(directory).filter((name) => name.startsWith('howdah-')),
  };
}

function peakResident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

function textOf(logs: string): string {
  const files = readdirSync(logs, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('');
}

/** The sum of a field of the task metrics over all tasks, by the event log. */
function metricTotals(logs: string): (field: string) => number {
  const text = textOf(logs);
  return (field) => {
    const found = [...text.matchAll(new RegExp(`"${field}":(\\d+)`, 'g'))];
    return found.reduce((sum, [, value]) => sum + Number(value), 0);
  };
}
