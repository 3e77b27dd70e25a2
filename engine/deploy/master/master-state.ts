/**
 * What a master knows. Cores and memory in use are never stored: they follow from the executors, so
 * that no sequence of losses can make them wrong.
 */
import type { ApplicationDescription } from '../application-description.ts';
import type { LiveExecutorState } from '../executor-state.ts';
import type { MasterStatus } from './recovery-status.ts';

export interface WorkerRecord {
  readonly workerId: string;
  readonly host: string;
  readonly port: number;
  readonly cores: number;
  readonly memoryMegabytes: number;
  readonly webUiUrl: string;
  /** UNKNOWN: one of an earlier master that has not come back. DEAD ones are shown for a while. */
  readonly state: 'ALIVE' | 'DEAD' | 'UNKNOWN';
  readonly lastHeartbeatMs: number;
}

/**
 * WAITING until it has an executor, then RUNNING; FINISHED when its driver says so or is gone,
 * FAILED when its executors keep failing. UNKNOWN after the master started anew: a worker has
 * executors of it, and its driver has not come back yet.
 */
export type LiveApplicationState = 'WAITING' | 'RUNNING' | 'UNKNOWN';
export type ApplicationState = LiveApplicationState | 'FINISHED' | 'FAILED';

export interface ApplicationRecord {
  readonly applicationId: string;
  readonly description: ApplicationDescription;
  readonly state: ApplicationState;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  /** Cores that it had when it ended. */
  readonly coresAtEnd: number;
  /** Dynamic allocation's number of executors. */
  readonly executorLimit: number;
  readonly nextExecutorId: number;
  /** Executors that ended badly since one has last registered with the driver. */
  readonly failures: number;
  /**
   * Executors that the driver has and no worker has named yet, with their cores: they count as
   * granted until their worker comes back or `claimsEndMs`.
   */
  readonly claims: ReadonlyMap<number, number>;
  readonly claimsEndMs: number;
}

export interface ExecutorRecord {
  readonly applicationId: string;
  readonly executorId: number;
  readonly workerId: string;
  readonly cores: number;
  readonly memoryMegabytes: number;
  readonly state: LiveExecutorState;
}

export interface MasterState {
  readonly status: MasterStatus;
  /** When it was elected, and until when it waits for what it does not find. */
  readonly recovery: { readonly startedAtMs: number; readonly endMs: number };
  readonly workers: ReadonlyMap<string, WorkerRecord>;
  /** In the order in which they came: first in, first out. */
  readonly applications: ReadonlyMap<string, ApplicationRecord>;
  /** Those that live, by `executorKey`. */
  readonly executors: ReadonlyMap<string, ExecutorRecord>;
  /** The latest last. */
  readonly completed: readonly ApplicationRecord[];
}

/** One that was elected and knows of nothing. */
export const EMPTY_MASTER: MasterState = {
  status: 'ALIVE',
  recovery: { startedAtMs: 0, endMs: 0 },
  workers: new Map(),
  applications: new Map(),
  executors: new Map(),
  completed: [],
};

export const STANDBY_MASTER: MasterState = { ...EMPTY_MASTER, status: 'STANDBY' };

export function executorKey(applicationId: string, executorId: number): string {
  return `${applicationId}/${executorId}`;
}

export function executorsOf(state: MasterState, applicationId: string): ExecutorRecord[] {
  return [...state.executors.values()].filter((one) => one.applicationId === applicationId);
}

export function executorsOn(state: MasterState, workerId: string): ExecutorRecord[] {
  return [...state.executors.values()].filter((one) => one.workerId === workerId);
}

/** Cores that an application has, or that its driver says it has. */
export function coresGranted(state: MasterState, application: ApplicationRecord): number {
  const running = executorsOf(state, application.applicationId);
  const claimed = [...application.claims.values()];
  return [...running.map(({ cores }) => cores), ...claimed].reduce((sum, one) => sum + one, 0);
}

/** What is in use on a worker. */
export function usageOf(state: MasterState, workerId: string) {
  let [cores, memoryMegabytes] = [0, 0];
  for (const executor of executorsOn(state, workerId)) {
    cores += executor.cores;
    memoryMegabytes += executor.memoryMegabytes;
  }
  return { cores, memoryMegabytes };
}
