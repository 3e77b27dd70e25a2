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
  readonly spilledBytes: number;
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
    spilledBytes: spilledBytesOf(logs),
    leftovers: readdirSync(directory).filter((name) => name.startsWith('howdah-')),
  };
}

function peakResident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

function spilledBytesOf(logs: string): number {
  let sum = 0;
  for (const file of readdirSync(logs, { recursive: true, withFileTypes: true })) {
    const text = file.isFile() ? readFileSync(join(file.parentPath, file.name), 'utf8') : '';
    for (const [, bytes] of text.matchAll(/"Disk Bytes Spilled":(\d+)/g)) {
      sum += Number(bytes);
    }
  }
  return sum;
}
