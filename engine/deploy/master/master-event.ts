/** What happens to a master, and what it does about it. */
import type {
  DriverToMaster,
  MasterToDriver,
  MasterToWorker,
  RegisterApplication,
  RegisterWorker,
  WorkerMessage,
} from '../cluster-messages.ts';

import type { MasterRecords } from './master-records.ts';

type Of<Message, Type> = Extract<Message, { readonly type: Type }>;

/** A peer's message with whose it is; ids are what the connection was registered with. */
export type MasterEvent = {
  readonly nowMs: number;
} /** With what an earlier master has left. */ & (
  | ({ readonly type: 'elected' } & MasterRecords)
  | RegisterWorker
  | (Of<WorkerMessage, 'heartbeat' | 'worker-stopping' | 'executor-ended'> & {
      readonly workerId: string;
    })
  | { readonly type: 'worker-disconnected'; readonly workerId: string }
  | RegisterApplication
  | (Of<
      DriverToMaster,
      'unregister-application' | 'request-executors' | 'kill-executors' | 'executor-registered'
    > & { readonly applicationId: string })
  | { readonly type: 'driver-disconnected'; readonly applicationId: string }
  /** Comes now and then: silent workers and claims end by it. */
  | { readonly type: 'time-passed' }
);

/** Without the time, which is added. */
export type Timeless<T> = T extends unknown ? Omit<T, 'nowMs'> : never;

export type MasterCommand =
  | { readonly to: 'worker'; readonly workerId: string; readonly message: MasterToWorker }
  | { readonly to: 'driver'; readonly applicationId: string; readonly message: MasterToDriver }
  | { readonly to: 'log'; readonly level: 'INFO' | 'WARN' | 'ERROR'; readonly text: string };

export const workerSelectionPolicies = [
  'CORES_FREE_ASC',
  'CORES_FREE_DESC',
  'MEMORY_FREE_ASC',
  'MEMORY_FREE_DESC',
  'WORKER_ID',
] as const;
export type WorkerSelectionPolicy = (typeof workerSelectionPolicies)[number];

export interface MasterSettings {
  /** `spark.worker.timeout`. */
  readonly workerTimeoutMs: number;
  /** `spark.deploy.recoveryTimeout`. */
  readonly recoveryTimeoutMs: number;
  /** `spark.deploy.workerSelectionPolicy`: which workers are used first. */
  readonly workerSelectionPolicy: WorkerSelectionPolicy;
  /** `spark.deploy.spreadOut`. */
  readonly spreadsOut: boolean;
  /** `spark.deploy.defaultCores`: where an application sets no `spark.cores.max`. */
  readonly defaultCores: number;
  /** `spark.deploy.maxExecutorRetries`; -1 for no limit. */
  readonly executorRetriesMax: number;
  /** `spark.deploy.retainedApplications`. */
  readonly applicationsRetained: number;
  /** `spark.dead.worker.persistence`: a dead worker is shown for so many timeouts more. */
  readonly deadWorkerPersistence: number;
  /** Told to workers; empty where there is none. */
  readonly webUiUrl: string;
}
