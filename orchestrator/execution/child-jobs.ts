/**
 * Jobs that are the work of an action of another job: they are submitted, watched and stopped here.
 *
 * The child's id is written into the action's row before the child is created, and a creation under
 * an id that exists makes nothing. So a child is started exactly once, wherever a server dies.
 */
import { ActionError } from '../../actions/contract/action-type.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { WorkflowAction } from '../job/workflow-job-state.ts';
import { isTerminalJobStatus, type WorkflowJobStatus } from '../job/workflow-job-status.ts';
import { childJobTie, parentActionOf, RERUN_OF_CHILD } from './child-job-tie.ts';
import type { CommitRequest, CommitResult } from './commit-batch.ts';
import type { HeldJob } from './held-job.ts';
import { FAIL_NODES, type WorkflowReruns } from './workflow-reruns.ts';
import type { WorkflowSubmission } from './workflow-submission.ts';

export interface ChildJobsOptions {
  readonly submission: WorkflowSubmission;
  readonly reruns: WorkflowReruns;
  /** `http://host:port`, where this server answers. */
  serverUrl(): string;
  load(jobId: string): Promise<HeldJob | undefined>;
  commit(request: CommitRequest): Promise<CommitResult>;
}

export class ChildJobs {
  readonly #options: ChildJobsOptions;

  constructor(options: ChildJobsOptions) {
    this.#options = options;
  }

  /**
   * Starts the action's child, goes on with it after a crash, or runs it again with its parent.
   * @throws ActionError with the code of what speaks against the child
   */
  async start(
    parent: HeldJob,
    action: WorkflowAction,
    properties: ReadonlyMap<string, string>,
  ): Promise<void> {
    const tie = childJobTie(parent, action.name, this.#options.serverUrl());
    const tied = new Map([...properties, ...tie.properties]);
    const known = action.externalId && (await this.#options.load(action.externalId));
    if (!known) {
      await this.#create(parent, action, tied);
    } else if (known.row.external_id === tie.externalId) {
      await this.#conclude(parent.row.id, action.name, known);
    } else {
      await this.#rerun(parent, action, known.row.id, tied);
    }
  }

  /** Whether the action's child is there, so that nothing has to be started. Takes up its end. */
  async resume(parent: HeldJob, action: WorkflowAction): Promise<boolean> {
    const child = action.externalId && (await this.#options.load(action.externalId));
    const { externalId } = childJobTie(parent, action.name, '');
    if (!child || child.row.external_id !== externalId) return false;
    await this.#conclude(parent.row.id, action.name, child);
    return true;
  }

  async kill(action: WorkflowAction): Promise<void> {
    if (action.externalId === undefined) return;
    await this.#options.commit({ jobId: action.externalId, event: { kind: 'kill' } });
  }

  /** Called after each commit that changed a job's status: tells the job that runs it. */
  async changed(child: HeldJob, status: WorkflowJobStatus): Promise<void> {
    const parent = parentActionOf(child.row);
    if (parent === undefined) return;
    if (isTerminalJobStatus(status)) await this.#conclude(parent.jobId, parent.nodeName, child);
    else if (status === 'SUSPENDED') await this.#suspend(parent.jobId, parent.nodeName, child);
  }

  async #create(
    parent: HeldJob,
    action: WorkflowAction,
    properties: ReadonlyMap<string, string>,
  ): Promise<void> {
    const { submission, commit } = this.#options;
    const request = { properties, start: true, id: action.externalId, parentId: parent.row.id };
    const creation = await asActionError(() => submission.prepare(request));
    if (!(await this.#noteStarted(parent, action, creation.id))) return;
    await commit({ jobId: creation.id, creation, event: { kind: 'start' } });
    await this.#killUnwanted(parent, action, creation.id);
  }

  async #rerun(
    parent: HeldJob,
    action: WorkflowAction,
    childId: string,
    properties: ReadonlyMap<string, string>,
  ): Promise<void> {
    if (!(await this.#noteStarted(parent, action, childId))) return;
    const again = new Map([...properties, [FAIL_NODES, 'true'], [RERUN_OF_CHILD, 'true']]);
    await asActionError(() => this.#options.reruns.rerun({ jobId: childId, properties: again }));
    await this.#killUnwanted(parent, action, childId);
  }

  /** False when the action was killed in the meantime: then there is nothing to start. */
  async #noteStarted(parent: HeldJob, action: WorkflowAction, childId: string): Promise<boolean> {
    const { verdict } = await this.#options.commit({
      jobId: parent.row.id,
      event: { kind: 'started', name: action.name, attempt: action.attempt, externalId: childId },
    });
    return verdict === 'accepted';
  }

  /** A kill may have come after the start was noted and before there was a child to stop. */
  async #killUnwanted(parent: HeldJob, action: WorkflowAction, childId: string): Promise<void> {
    const job = await this.#options.load(parent.row.id);
    const now = job?.state.actions.get(action.name);
    if (now?.status !== 'KILLED' || now.externalId !== childId) return;
    await this.#options.commit({ jobId: childId, event: { kind: 'kill' } });
  }

  async #conclude(parentId: string, nodeName: string, child: HeldJob): Promise<void> {
    const { status } = child.state.job;
    const action = await this.#actionOf(parentId, nodeName, child);
    if (action === undefined || !isTerminalJobStatus(status)) return;
    await this.#options.commit({
      jobId: parentId,
      event: {
        kind: 'ended',
        name: nodeName,
        attempt: action.attempt,
        status: status === 'SUCCEEDED' ? 'OK' : 'ERROR',
        externalStatus: status,
      },
    });
  }

  /** A child that is suspended suspends its parent, and that one its own. */
  async #suspend(parentId: string, nodeName: string, child: HeldJob): Promise<void> {
    if ((await this.#actionOf(parentId, nodeName, child)) === undefined) return;
    await this.#options.commit({ jobId: parentId, event: { kind: 'suspend' } });
  }

  /** The action as long as the child is its work. */
  async #actionOf(
    parentId: string,
    nodeName: string,
    child: HeldJob,
  ): Promise<WorkflowAction | undefined> {
    const parent = await this.#options.load(parentId);
    const action = parent?.state.actions.get(nodeName);
    const isCurrent = action?.status === 'RUNNING' && action.externalId === child.row.id;
    return isCurrent ? action : undefined;
  }
}

/** What is wrong with a child's app is an error of the action, under the code that it has. */
async function asActionError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    throw new ActionError('ERROR', error.code, error.codedMessage, { cause: error });
  }
}
