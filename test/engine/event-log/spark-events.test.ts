/** Our event log tells of the same programs the same events as Spark's does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from '../applications/submitted.ts';

interface RddInfo {
  readonly 'RDD ID': number;
  readonly Name: string;
  readonly Callsite: string;
  readonly 'Parent IDs': readonly number[];
  readonly 'Number of Partitions': number;
  readonly Barrier: boolean;
  readonly DeterministicLevel: string;
}

interface StageInfo {
  readonly 'Stage ID': number;
  readonly 'Stage Attempt ID': number;
  readonly 'Number of Tasks': number;
  readonly 'RDD Info': readonly RddInfo[];
  readonly 'Parent IDs': readonly number[];
  readonly 'Failure Reason'?: string;
}

interface LoggedEvent {
  readonly Event: string;
  readonly 'Stage ID'?: number;
  readonly 'Stage Attempt ID'?: number;
  readonly 'Job ID'?: number;
  readonly 'Stage IDs'?: readonly number[];
  readonly 'Executor ID'?: string;
  readonly 'Stage Info'?: StageInfo;
  readonly 'Job Result'?: { readonly Result: string };
  readonly 'Task Info'?: Readonly<Record<'Index' | 'Attempt' | 'Partition ID', number>> &
    Readonly<Record<'Failed' | 'Killed' | 'Speculative', boolean>>;
  readonly 'Task End Reason'?: { readonly Reason: string };
  readonly 'Task Type'?: string;
  readonly 'Task Metrics'?: object;
}

/** How often these are told depends on time, or is a difference that is meant. */
const left =
  /(BlockManager(Added|Removed)|ExecutorMetrics(Update)?|EnvironmentUpdate|StageExecutorMetrics)$/;

/** What an event says, without times, amounts and what depends on the runtime. */
function essence(event: LoggedEvent): string {
  const info = event['Stage Info'];
  const task = event['Task Info'];
  return JSON.stringify([
    event.Event,
    event['Stage ID'],
    event['Stage Attempt ID'],
    event['Job ID'],
    event['Stage IDs'],
    event.Event.includes('Executor') ? event['Executor ID'] : undefined,
    event['Job Result']?.Result,
    info && stageEssence(info),
    task && [task.Index, task.Attempt, task['Partition ID'], task.Failed, task.Killed],
    event['Task End Reason']?.Reason,
    event['Task Type'],
    event['Task Metrics'] !== undefined,
  ]);
}

function stageEssence(info: StageInfo): unknown[] {
  const rdds = info['RDD Info'].map((rdd) => [
    rdd['RDD ID'],
    rdd.Name,
    rdd.Callsite.split(' at ')[0],
    rdd['Parent IDs'],
    rdd['Number of Partitions'],
    rdd.Barrier,
    rdd.DeterministicLevel,
  ]);
  const ids = [info['Stage ID'], info['Stage Attempt ID'], info['Parent IDs']];
  return [...ids, info['Number of Tasks'], rdds, info['Failure Reason'] !== undefined];
}

function essences(log: string): string[] {
  return log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LoggedEvent)
    .filter(({ Event }) => !left.test(Event))
    .map(essence)
    .sort();
}

test.each([
  ['lostOutputs', 'app-20261121134116-0000'],
  ['fetch', 'app-20261121135809-0000'],
])('%s', async (scene, recorded) => {
  const directory = temporaryDirectory();
  const logs = join(directory, 'logs');
  const app = submitApplication('scheduler-scenes', [scene, directory], {
    master: 'local-cluster[1,1,1024]',
    directory,
    properties: {
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': logs,
      'spark.eventLog.compress': 'false',
      'spark.eventLog.rolling.enabled': 'false',
      'spark.ui.enabled': 'false',
    },
  });
  expect((await app.ended).code).toBe(0);
  const [name = ''] = readdirSync(logs);
  const fixture = join(import.meta.dirname, `../../fixture/spark-log/${recorded}.zstd`);
  const theirs = zstdDecompressSync(readFileSync(fixture)).toString();
  expect(essences(readFileSync(join(logs, name), 'utf8'))).toEqual(essences(theirs));
});
