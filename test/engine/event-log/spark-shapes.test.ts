/**
 * Our event log has the events and fields of Spark's: an application of ours is compared with the
 * log that Spark has written of the same one in Scala.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { SparkEvent } from '../../../engine/event-log/spark-event-listener.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from '../applications/submitted.ts';

const recorded = '../../fixture/spark-log/app-20261121000000-0001.zstd';

/** Of another application, as heartbeats are rare. */
const recordedUpdate = '../../fixture/spark-log/executor-metrics-update.json';

/** Whose keys are no fields but names of settings, properties and accumulators. */
const maps = new Set([
  'Classpath Entries',
  'Executor Resource Requests',
  'Hadoop Properties',
  'Log Urls',
  'Metrics Properties',
  'Properties',
  'Spark Properties',
  'System Properties',
]);

/** Path of each field, by event, with the types of its values. */
function shapesOf(events: readonly SparkEvent[]): Map<string, Set<string>> {
  const shapes = new Map<string, Set<string>>();
  const note = (path: string, value: unknown): void => {
    if (Array.isArray(value)) {
      for (const member of value) {
        note(`${path}[]`, member);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        note(`${path} > ${name}`, maps.has(name) ? '{}' : member);
      }
    } else {
      shapes.set(path, (shapes.get(path) ?? new Set()).add(typeof value));
    }
  };
  for (const { Event, ...fields } of events) {
    note(Event.slice(Event.lastIndexOf('SparkListener') + 'SparkListener'.length), fields);
    shapes.set(Event, new Set(['event']));
  }
  return shapes;
}

function parsed(text: string): SparkEvent[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SparkEvent);
}

/** What Spark writes and we do not. */
const left = [
  // Spark's old names of the events of exclusion, written beside the new ones.
  /^org\.apache\.spark\.scheduler\.SparkListener(Executor|Node)BlacklistedForStage$/,
  /^(Executor|Node)BlacklistedForStage > /,
  // Accumulators of tasks that failed, without names.
  /^TaskEnd > Task End Reason > Accumulator Updates\[\] > /,
];

test('events and fields are those of Spark', async () => {
  const directory = temporaryDirectory();
  const logs = join(directory, 'logs');
  const app = submitApplication('events', [join(directory, 'out')], {
    master: 'local-cluster[2,1,512]',
    directory,
    properties: {
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': logs,
      'spark.eventLog.compress': 'false',
      'spark.eventLog.rolling.enabled': 'false',
      'spark.eventLog.logBlockUpdates.enabled': 'true',
      'spark.eventLog.logStageExecutorMetrics': 'true',
      'spark.excludeOnFailure.enabled': 'true',
      'spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout': '100ms',
    },
  });
  expect([(await app.ended).code, app.errors()]).toEqual([0, '']);
  const [name = ''] = readdirSync(logs);
  const ours = shapesOf(parsed(readFileSync(join(logs, name), 'utf8')));
  const log = zstdDecompressSync(readFileSync(join(import.meta.dirname, recorded)));
  const update = readFileSync(join(import.meta.dirname, recordedUpdate), 'utf8');
  const theirs = shapesOf(parsed(log.toString() + update));
  const missing = [...theirs.keys()].filter((path) => !ours.has(path));
  expect(missing.filter((path) => !left.some((pattern) => pattern.test(path)))).toEqual([]);
  expect([...ours.keys()].filter((path) => !theirs.has(path))).toEqual([]);
  for (const [path, types] of theirs) {
    expect([path, ...(ours.get(path) ?? types)].sort()).toEqual([path, ...types].sort());
  }
  expect(left.filter((pattern) => !missing.some((path) => pattern.test(path)))).toEqual([]);
});
