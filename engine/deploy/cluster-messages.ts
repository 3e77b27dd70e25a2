/**
 * What master, workers and drivers tell each other, named as Spark names its messages. Everything
 * fits in MessagePack.
 */
import type { ApplicationDescription } from './application-description.ts';
import type { ExecutorState, FinishedExecutorState } from './executor-state.ts';

/** Raised when messages change: processes of different versions refuse each other. */
export const PROTOCOL_VERSION = 3;

/** An executor that lives on a worker, as it tells a master that may not know it. */
export interface ReportedExecutor {
  readonly applicationId: string;
  readonly executorId: number;
  readonly cores: number;
  readonly memoryMegabytes: number;
}

export interface RegisterWorker {
  readonly type: 'register-worker';
  readonly protocol: number;
  readonly workerId: string;
  readonly host: string;
  readonly port: number;
  readonly cores: number;
  readonly memoryMegabytes: number;
  readonly webUiUrl: string;
  readonly executors: readonly ReportedExecutor[];
  /** Applications whose files its shuffle service keeps, with or without an executor. */
  readonly applicationIds: readonly string[];
}

export type WorkerMessage =
  | RegisterWorker
  | { readonly type: 'heartbeat' }
  /** It was told to end: its executors do, and it takes no more. */
  | { readonly type: 'worker-stopping' }
  | {
      readonly type: 'executor-ended';
      readonly applicationId: string;
      readonly executorId: number;
      readonly state: FinishedExecutorState;
      readonly message: string;
      /** Undefined where the worker could not start it. */
      readonly exitStatus: number | undefined;
    };

export interface LaunchExecutor {
  readonly type: 'launch-executor';
  readonly applicationId: string;
  readonly executorId: number;
  readonly description: ApplicationDescription;
  readonly cores: number;
  readonly memoryMegabytes: number;
}

export type MasterToWorker =
  | {
      readonly type: 'registered-worker';
      readonly heartbeatIntervalMs: number;
      readonly masterWebUiUrl: string;
    }
  | { readonly type: 'registration-failed'; readonly message: string }
  /** The master does not know the worker any more. */
  | { readonly type: 'reconnect-worker' }
  | LaunchExecutor
  | { readonly type: 'kill-executor'; readonly applicationId: string; readonly executorId: number }
  | { readonly type: 'application-finished'; readonly applicationId: string };

/** An executor that a driver has. */
export interface ClaimedExecutor {
  readonly executorId: number;
  readonly cores: number;
}

export interface RegisterApplication {
  readonly type: 'register-application';
  readonly protocol: number;
  readonly applicationId: string;
  readonly description: ApplicationDescription;
  /** Undefined for no limit. */
  readonly executorLimit: number | undefined;
  /** Those that it has, where it comes back. */
  readonly executors: readonly ClaimedExecutor[];
  /** Ids below it were given before. */
  readonly nextExecutorId: number;
}

export type DriverToMaster =
  | RegisterApplication
  | { readonly type: 'unregister-application' }
  | { readonly type: 'request-executors'; readonly total: number }
  | { readonly type: 'kill-executors'; readonly executorIds: readonly number[] }
  /** It runs: the executors of this application do start. */
  | { readonly type: 'executor-registered'; readonly executorId: number };

export type MasterToDriver =
  | { readonly type: 'registered-application'; readonly applicationId: string }
  | { readonly type: 'registration-failed'; readonly message: string }
  | {
      readonly type: 'executor-added';
      readonly executorId: number;
      readonly workerId: string;
      readonly host: string;
      readonly cores: number;
    }
  | {
      readonly type: 'executor-updated';
      readonly executorId: number;
      readonly state: ExecutorState;
      readonly message: string;
      readonly exitStatus: number | undefined;
      /** Whether it ended with its worker. */
      readonly isWorkerLost: boolean;
    }
  /** What executors have left with the worker is gone. */
  | { readonly type: 'worker-removed'; readonly workerId: string; readonly message: string }
  | { readonly type: 'application-removed'; readonly message: string };
