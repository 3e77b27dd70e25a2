/** Makes the workflows of coordinators' actions, and passes on what is asked of them. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import { onceOpen, type StartGate } from '../../execution/start-gate.ts';
import type { WorkflowService } from '../../execution/workflow-service.ts';
import { coordinatorActionId } from '../../store/coordinator-rows.ts';
import type { CoordinatorEvent } from '../job/coordinator-event.ts';
import type { CoordinatorAction } from '../job/coordinator-job-state.ts';
import type { ActionConfigurations } from './action-configuration.ts';
import type { HeldCoordinator } from './held-coordinator.ts';

/** What coordinators ask of workflows. */
export interface ActionWorkflows extends Pick<WorkflowService, 'submit' | 'command'> {
  /** Runs the failed nodes of a workflow that has ended again. @throws HowdahError E0805 */
  rerunFailed(workflowId: string, user: string): Promise<void>;
  /** @throws HowdahError E0604 */
  status(workflowId: string): Promise<string>;
}

export interface WorkflowStarterOptions {
  readonly workflows: ActionWorkflows;
  readonly configurations: ActionConfigurations;
  readonly fileSystems: FileSystems;
  /** Always open by default. */
  readonly gate?: StartGate | undefined;
  held(jobId: string): HeldCoordinator | undefined;
  commit(jobId: string, event: CoordinatorEvent): Promise<unknown>;
  onError(error: unknown): void;
}

/**
 * Workflows that are being submitted at once. Each has a file of its app open for a moment; the
 * more there are, the more of them share a transaction when thousands are due in one second.
 */
const SUBMISSIONS_MAX = 256;

const APP_PATH = 'oozie.wf.application.path';

/** Oozie's WorkflowActions find their action's time under it. */
const NOMINAL_TIME = 'oozie.coord.action.nominal_time';

export class WorkflowStarter {
  readonly #options: WorkflowStarterOptions;
  readonly #queue: { readonly jobId: string; readonly number: number; readonly key: string }[] = [];
  readonly #starting = new Set<string>();
  #running = 0;
  #isClosed = false;

  constructor(options: WorkflowStarterOptions) {
    this.#options = options;
  }

  /** Starts the workflow of an action that is SUBMITTED. Harmless if it is being started. */
  start(jobId: string, number: number): void {
    // A rerun may come before the last run's submission has returned.
    const run = this.#options.held(jobId)?.state.actions.get(number)?.run;
    const key = `${coordinatorActionId(jobId, number)} ${run}`;
    if (this.#isClosed || this.#starting.has(key)) return;
    this.#starting.add(key);
    onceOpen(this.#options.gate, () => {
      this.#queue.push({ jobId, number, key });
      this.#next();
    });
  }

  /** A workflow that is gone or in another state already needs no command. */
  command(workflowId: string, command: 'suspend' | 'resume' | 'kill'): void {
    this.#options.workflows.command(workflowId, command).catch((error: unknown) => {
      if (!(error instanceof HowdahError && error.code === 'E0604')) this.#options.onError(error);
    });
  }

  close(): void {
    this.#isClosed = true;
  }

  #next(): void {
    while (this.#running < SUBMISSIONS_MAX && !this.#isClosed) {
      const item = this.#queue.shift();
      if (item === undefined) return;
      this.#running++;
      void this.#startOne(item.jobId, item.number)
        .catch((error: unknown) => this.#options.onError(error))
        .finally(() => {
          this.#starting.delete(item.key);
          this.#running--;
          this.#next();
        });
    }
  }

  async #startOne(jobId: string, number: number): Promise<void> {
    const held = this.#options.held(jobId);
    const action = held?.state.actions.get(number);
    const workflowId = action?.workflowId;
    if (held === undefined || action === undefined || workflowId === undefined) return;
    if (action.status !== 'SUBMITTED') return;
    try {
      await this.#submit(held, action, workflowId);
    } catch (error) {
      const failure = finalFailure(error);
      if (failure === undefined) throw error;
      await this.#options.commit(jobId, { kind: 'start-failed', number, workflowId, ...failure });
    }
  }

  async #submit(
    held: HeldCoordinator,
    action: CoordinatorAction,
    workflowId: string,
  ): Promise<void> {
    const { workflows, configurations } = this.#options;
    if (action.isFailedRerun) {
      await workflows.rerunFailed(workflowId, held.row.user_name);
      // One of which nothing had failed has the status that it had: then nobody tells of it.
      const status = await workflows.status(workflowId);
      const { number } = action;
      const event = { kind: 'workflow-status', number, workflowId, status } as const;
      await this.#options.commit(held.row.id, event);
      return;
    }
    const properties = new Map(await configurations.of(held, action));
    properties.set(NOMINAL_TIME, String(action.nominalMs));
    try {
      await workflows.submit({
        properties,
        user: held.row.user_name,
        start: true,
        id: workflowId,
        parentId: coordinatorActionId(held.row.id, action.number),
      });
    } catch (error) {
      if (error instanceof HowdahError) this.#requireApp(properties.get(APP_PATH) ?? '');
      throw error;
    }
  }

  /** Says that it was the app that is missing, as Oozie does here. @throws ActionStartError */
  #requireApp(uri: string): void {
    const resolved = this.#options.fileSystems.resolve(uri);
    if (resolved === undefined) return;
    if (resolved.fileSystem.statusNow(resolved.path) !== undefined) return;
    throw new ActionStartError('E1005', `Error: ${uri} does not exist`);
  }
}

/** A failure with the very text that the action shows. */
class ActionStartError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const passingCodes: ReadonlySet<string> = new Set(['HOWDAH_STORE_UNAVAILABLE', 'HOWDAH_DISK_FULL']);

/** What the action shows of an error that trying again would meet again. */
function finalFailure(error: unknown): { code: string; message: string } | undefined {
  if (error instanceof ActionStartError) return { code: error.code, message: error.message };
  if (!(error instanceof HowdahError) || passingCodes.has(error.code)) return undefined;
  return { code: error.code, message: error.codedMessage };
}
