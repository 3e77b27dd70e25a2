/**
 * What a master keeps of its state for the next one: which workers and applications there are. All
 * else they say themselves when they come back. As Spark's `PersistenceEngine` does.
 */
import type { ApplicationRecord, MasterState, WorkerRecord } from './master-state.ts';

export type StoredWorker = Omit<WorkerRecord, 'state' | 'lastHeartbeatMs'>;

export type StoredApplication = Pick<
  ApplicationRecord,
  'applicationId' | 'description' | 'startedAtMs'
>;

export interface MasterRecords {
  readonly workers: readonly StoredWorker[];
  /** The first that came first. */
  readonly applications: readonly StoredApplication[];
}

export type RecordChange =
  | { readonly type: 'put'; readonly name: string; readonly record: object }
  | { readonly type: 'remove'; readonly name: string };

/** What must be written so that the records are those of the later state. */
export function changedRecords(before: MasterState, after: MasterState): RecordChange[] {
  return [
    ...changesOf('worker', before.workers, after.workers, storedWorker),
    ...changesOf('app', before.applications, after.applications, storedApplication),
  ];
}

function changesOf<Known>(
  kind: 'worker' | 'app',
  before: ReadonlyMap<string, Known>,
  after: ReadonlyMap<string, Known>,
  stored: (known: Known) => object | undefined,
): RecordChange[] {
  const changes: RecordChange[] = [];
  const recordOf = (known: Known | undefined) => (known === undefined ? undefined : stored(known));
  for (const [id, known] of after) {
    const earlier = before.get(id);
    if (earlier === known) {
      continue;
    }
    const [record, last] = [recordOf(known), recordOf(earlier)];
    const name = `${kind}_${id}`;
    if (record !== undefined && JSON.stringify(record) !== JSON.stringify(last)) {
      changes.push({ type: 'put', name, record });
    } else if (record === undefined && last !== undefined) {
      changes.push({ type: 'remove', name });
    }
  }
  for (const [id, known] of before) {
    if (!after.has(id) && recordOf(known) !== undefined) {
      changes.push({ type: 'remove', name: `${kind}_${id}` });
    }
  }
  return changes;
}

function storedWorker(worker: WorkerRecord): StoredWorker | undefined {
  if (worker.state === 'DEAD') {
    return undefined;
  }
  const { workerId, host, port, cores, memoryMegabytes, webUiUrl } = worker;
  return { workerId, host, port, cores, memoryMegabytes, webUiUrl };
}

/** One that only its executors tell of is not known well enough. */
function storedApplication(application: ApplicationRecord): StoredApplication | undefined {
  const { applicationId, description, startedAtMs } = application;
  return description.driverHost === '' ? undefined : { applicationId, description, startedAtMs };
}
