/**
 * Claims actions within the transition that enters them: one commit less for each action. Only the
 * one server of a store that it shares with nobody may do that. The attempt still goes through the
 * queue; should the server die before it begins, its row says so and the attempt has left no trace.
 */
import type { ActionType } from '../../actions/contract/action-type.ts';
import type { ActionNode } from '../definition/workflow-definition.ts';
import type { WorkflowCommand } from '../job/workflow-command.ts';
import type { ClaimEvent } from '../job/workflow-event.ts';
import { actionId } from '../store/workflow-rows.ts';
import type { HeldJob } from './held-job.ts';
import type { EvaluatedJob, JobEvaluator, ResolvedAction } from './job-evaluator.ts';
import type { ProcessAdmission } from './process-admission.ts';

export interface ClaimsAheadOptions {
  readonly serverId: string;
  readonly types: ReadonlyMap<string, ActionType>;
  readonly evaluator: JobEvaluator;
  readonly admission: ProcessAdmission;
}

interface Claim {
  readonly resolved: ResolvedAction;
  /** Its commit was followed. */
  isCommitted: boolean;
}

export class ClaimsAhead {
  readonly #options: ClaimsAheadOptions;
  /** What was claimed and has not begun, by job and node. */
  readonly #claims = new Map<string, Map<string, Claim>>();

  constructor(options: ClaimsAheadOptions) {
    this.#options = options;
  }

  /**
   * Answers a command to start an action, in the middle of a transition. Undefined for what has to
   * wait for room, reads files, or fails: that is started after the commit, in the usual way.
   */
  answer(job: EvaluatedJob, command: WorkflowCommand): ClaimEvent | undefined {
    if (command.kind !== 'start-action' || job.state.job.status !== 'RUNNING') return undefined;
    const node = job.definition.nodes.get(command.name);
    if (node?.kind !== 'action') return undefined;
    const type = this.#options.types.get(node.type);
    if (type === undefined || !this.#hasRoom(type, node)) return undefined;
    const resolved = this.#resolve(job, node);
    if (resolved === undefined) return undefined;
    this.#add(job.row.id, node, type, resolved);
    const { conf, retry } = resolved;
    const owner = this.#options.serverId;
    return { kind: 'claim', name: node.name, owner, conf, retry, isAhead: true };
  }

  /** Whether the attempt is committed and waits for its dispatch to arrive. */
  isWaiting(jobId: string, name: string): boolean {
    return this.#claims.get(jobId)?.get(name)?.isCommitted === true;
  }

  /** The claim of this name is durable. */
  committed(jobId: string, name: string): void {
    const claim = this.#claims.get(jobId)?.get(name);
    if (claim !== undefined) claim.isCommitted = true;
  }

  /** Called after each commit of the job: drops what its transition did not grant. */
  settle(job: HeldJob): void {
    for (const [name, { isCommitted }] of this.#claims.get(job.row.id) ?? []) {
      const isGranted = job.state.actions.get(name)?.status === 'RUNNING';
      if (!isCommitted && !isGranted) this.#drop(job.row.id, name);
    }
  }

  /** A commit of the job has failed, and what it claimed with it. */
  forget(jobId: string): void {
    for (const [name, { isCommitted }] of this.#claims.get(jobId) ?? []) {
      if (!isCommitted) this.#drop(jobId, name);
    }
  }

  /** Hands over what a claim was made with; its room stays occupied. */
  take(jobId: string, name: string): ResolvedAction | undefined {
    const claim = this.#claims.get(jobId)?.get(name);
    this.#remove(jobId, name);
    return claim?.resolved;
  }

  #hasRoom(type: ActionType, node: ActionNode): boolean {
    if (type.kind !== 'process') return true;
    const memoryBytes = type.memoryDemandBytes(node.element);
    return this.#options.admission.hasRoom({ type: type.name, memoryBytes });
  }

  /** A failure is met again, and reported, when the action is started in the usual way. */
  #resolve(job: EvaluatedJob, node: ActionNode): ResolvedAction | undefined {
    try {
      return this.#options.evaluator.resolveActionNow(job, node);
    } catch {
      return undefined;
    }
  }

  #add(jobId: string, node: ActionNode, type: ActionType, resolved: ResolvedAction): void {
    let claims = this.#claims.get(jobId);
    if (claims === undefined) {
      claims = new Map();
      this.#claims.set(jobId, claims);
    }
    claims.set(node.name, { resolved, isCommitted: false });
    if (type.kind !== 'process') return;
    const memoryBytes = type.memoryDemandBytes(node.element);
    this.#options.admission.adopt(actionId(jobId, node.name), { type: type.name, memoryBytes });
  }

  #drop(jobId: string, name: string): void {
    this.#remove(jobId, name);
    this.#options.admission.release(actionId(jobId, name));
  }

  #remove(jobId: string, name: string): void {
    const claims = this.#claims.get(jobId);
    claims?.delete(name);
    if (claims?.size === 0) this.#claims.delete(jobId);
  }
}
