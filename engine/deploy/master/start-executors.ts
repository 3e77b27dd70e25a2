/** Gives free cores to the applications that want them, the first that came first. */
import { assignCores } from './assign-cores.ts';
import type { MasterDraft } from './master-draft.ts';
import type { WorkerSelectionPolicy } from './master-event.ts';
import {
  type ApplicationRecord,
  coresGranted,
  executorsOf,
  usageOf,
  type WorkerRecord,
} from './master-state.ts';

interface UsableWorker {
  readonly worker: WorkerRecord;
  readonly coresFree: number;
  readonly memoryFreeMegabytes: number;
}

type WorkerOrder = (left: UsableWorker, right: UsableWorker) => number;

/** Spark's `spark.deploy.workerSelectionPolicy`. */
const workerOrders: Readonly<Record<WorkerSelectionPolicy, WorkerOrder>> = {
  CORES_FREE_ASC: (left, right) => left.coresFree - right.coresFree,
  CORES_FREE_DESC: (left, right) => right.coresFree - left.coresFree,
  MEMORY_FREE_ASC: (left, right) => left.memoryFreeMegabytes - right.memoryFreeMegabytes,
  MEMORY_FREE_DESC: (left, right) => right.memoryFreeMegabytes - left.memoryFreeMegabytes,
  WORKER_ID: (left, right) => (left.worker.workerId < right.worker.workerId ? -1 : 1),
};

export function startExecutors(draft: MasterDraft): void {
  for (const application of draft.applications.values()) {
    if (application.state !== 'UNKNOWN') {
      startFor(draft, application);
    }
  }
}

function startFor(draft: MasterDraft, application: ApplicationRecord): void {
  const { description, applicationId, executorLimit, claims } = application;
  const { coresPerExecutor, memoryPerExecutorMegabytes } = description;
  const coresMax = description.coresMax ?? draft.settings.defaultCores;
  const coresLeft = coresMax - coresGranted(draft, application);
  const step = coresPerExecutor ?? 1;
  if (coresLeft < step) {
    return;
  }
  const usable = usableWorkers(draft, step, memoryPerExecutorMegabytes);
  const present = executorsOf(draft, applicationId).length + claims.size;
  if (usable.length === 0 && draft.applications.size === 1 && present === 0) {
    draft.warn(`App ${applicationId} requires more resource than any of Workers could have.`);
  }
  const executorsLeft = executorLimit - present;
  const cores = assignCores(
    { coresLeft, coresPerExecutor, memoryPerExecutorMegabytes, executorsLeft },
    usable,
    draft.settings.spreadsOut,
  );
  for (const [index, assigned] of cores.entries()) {
    const { worker } = usable[index] as UsableWorker;
    const each = coresPerExecutor ?? assigned;
    for (let left = assigned; left > 0; left -= each) {
      launch(draft, applicationId, worker, each);
    }
  }
}

/** Those that can take one executor, in the order in which they are used. */
function usableWorkers(
  draft: MasterDraft,
  coresMin: number,
  memoryMegabytes: number,
): UsableWorker[] {
  return [...draft.workers.values()]
    .filter(({ state }) => state === 'ALIVE')
    .map((worker) => {
      const used = usageOf(draft, worker.workerId);
      const memoryFreeMegabytes = worker.memoryMegabytes - used.memoryMegabytes;
      return { worker, coresFree: worker.cores - used.cores, memoryFreeMegabytes };
    })
    .filter((one) => one.coresFree >= coresMin && one.memoryFreeMegabytes >= memoryMegabytes)
    .sort(workerOrders[draft.settings.workerSelectionPolicy]);
}

function launch(
  draft: MasterDraft,
  applicationId: string,
  { workerId, host }: WorkerRecord,
  cores: number,
): void {
  const { description, nextExecutorId } = draft.applications.get(
    applicationId,
  ) as ApplicationRecord;
  const executorId = nextExecutorId;
  const memoryMegabytes = description.memoryPerExecutorMegabytes;
  draft.changeApplication(applicationId, { state: 'RUNNING', nextExecutorId: executorId + 1 });
  const executor = { applicationId, executorId, cores, memoryMegabytes };
  draft.putExecutor({ ...executor, workerId, state: 'LAUNCHING' });
  draft.info(`Launching executor ${applicationId}/${executorId} on worker ${workerId}`);
  draft.tellWorker(workerId, { type: 'launch-executor', description, ...executor });
  draft.tellDriver(applicationId, { type: 'executor-added', executorId, workerId, host, cores });
}
