/** One transition in the making: the next state and the commands so far. */
import type { MasterToDriver, MasterToWorker } from '../cluster-messages.ts';
import type { MasterCommand, MasterSettings } from './master-event.ts';
import {
  type ApplicationRecord,
  type ExecutorRecord,
  executorKey,
  type MasterState,
  type WorkerRecord,
} from './master-state.ts';
import type { MasterStatus } from './recovery-status.ts';

export class MasterDraft implements MasterState {
  status: MasterStatus;
  recovery: MasterState['recovery'];
  readonly workers: Map<string, WorkerRecord>;
  readonly applications: Map<string, ApplicationRecord>;
  readonly executors: Map<string, ExecutorRecord>;
  completed: readonly ApplicationRecord[];
  readonly commands: MasterCommand[] = [];
  readonly settings: MasterSettings;
  readonly nowMs: number;

  constructor(state: MasterState, settings: MasterSettings, nowMs: number) {
    this.status = state.status;
    this.recovery = state.recovery;
    this.workers = new Map(state.workers);
    this.applications = new Map(state.applications);
    this.executors = new Map(state.executors);
    this.completed = state.completed;
    this.settings = settings;
    this.nowMs = nowMs;
  }

  tellWorker(workerId: string, message: MasterToWorker): void {
    this.commands.push({ to: 'worker', workerId, message });
  }

  tellDriver(applicationId: string, message: MasterToDriver): void {
    this.commands.push({ to: 'driver', applicationId, message });
  }

  info(text: string): void {
    this.commands.push({ to: 'log', level: 'INFO', text });
  }

  warn(text: string): void {
    this.commands.push({ to: 'log', level: 'WARN', text });
  }

  error(text: string): void {
    this.commands.push({ to: 'log', level: 'ERROR', text });
  }

  putExecutor(executor: ExecutorRecord): void {
    this.executors.set(executorKey(executor.applicationId, executor.executorId), executor);
  }

  removeExecutor({ applicationId, executorId }: ExecutorRecord): void {
    this.executors.delete(executorKey(applicationId, executorId));
  }

  /** Frees the executor's cores at once; its process is told to end. */
  killExecutor(executor: ExecutorRecord): void {
    const { applicationId, executorId, workerId } = executor;
    this.removeExecutor(executor);
    this.tellWorker(workerId, { type: 'kill-executor', applicationId, executorId });
  }

  changeApplication(applicationId: string, change: Partial<ApplicationRecord>): void {
    const known = this.applications.get(applicationId);
    if (known !== undefined) {
      this.applications.set(applicationId, { ...known, ...change });
    }
  }
}
