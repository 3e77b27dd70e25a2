/** What happens when a job's path reaches a node. Control nodes are passed through at once. */

import { HowdahError } from '../../base/error/howdah-error.ts';
import {
  type ActionNode,
  type DecisionNode,
  type ForkNode,
  type JoinNode,
  START_NODE_NAME,
  type WorkflowNode,
} from '../definition/workflow-definition.ts';
import { endJob } from './end-job.ts';
import type { WorkflowDraft } from './workflow-draft.ts';
import type { WorkflowAction } from './workflow-job-state.ts';

/** A path that has left a node and is about to enter another. */
interface Arrival {
  readonly name: string;
  readonly executionPath: string;
}

export const ROOT_EXECUTION_PATH = '/';

/** Oozie lists every action with this user-retry interval unless the definition says otherwise. */
const USER_RETRY_INTERVAL_MINUTES = 10;

/** Enters the node and every control node behind it, until only actions and joins wait. */
export function enterNode(draft: WorkflowDraft, name: string, executionPath: string): void {
  const arrivals: Arrival[] = [{ name, executionPath }];
  for (let arrival = arrivals.shift(); arrival; arrival = arrivals.shift()) {
    if (draft.job.status !== 'RUNNING' && draft.job.status !== 'SUSPENDED') return;
    arrivals.push(...arrive(draft, arrival));
  }
}

/** Goes on with a node before which the job had suspended itself. */
export function enterSuspendedNode(draft: WorkflowDraft, action: WorkflowAction): void {
  const node = requireNode(draft, action.name);
  for (const next of proceed(draft, node, action.executionPath)) {
    enterNode(draft, next.name, next.executionPath);
  }
}

function arrive(draft: WorkflowDraft, arrival: Arrival): Arrival[] {
  const node = draft.environment.definition.nodes.get(arrival.name);
  if (node === undefined) return failAt(draft, new HowdahError('E0708', ['', arrival.name]));
  if (node.kind === 'join' && !isLastPath(draft, node, arrival)) return [];
  const entered = draft.action(node.name);
  if (entered !== undefined && entered.run < draft.job.run) {
    if (entered.status !== 'PREP') return replay(draft, node, entered, arrival.executionPath);
    draft.removeAction(node.name);
  } else if (entered !== undefined && node.kind !== 'join') {
    return failAt(draft, new HowdahError('E0709', [node.name]));
  }
  const externalId = entered?.externalId;
  draft.addAction({ ...newAction(draft, node, arrival.executionPath), externalId });
  if (suspendsBefore(draft, node)) {
    draft.setJobStatus('SUSPENDED');
    return [];
  }
  return proceed(draft, node, arrival.executionPath);
}

/**
 * Passes a node that a rerun keeps. An action takes the transition that belongs to its status, a
 * decision the one that it took; a kill node tells its message again. What its row shows stays.
 */
function replay(
  draft: WorkflowDraft,
  node: WorkflowNode,
  kept: WorkflowAction,
  executionPath: string,
): Arrival[] {
  draft.updateAction(node.name, { run: draft.job.run, executionPath });
  switch (node.kind) {
    case 'start':
      return [{ name: node.to, executionPath }];
    case 'join':
      return [{ name: node.to, executionPath: parentPath(executionPath) }];
    case 'fork':
      return forkPaths(draft, node, executionPath);
    case 'action':
      return [{ name: kept.status === 'ERROR' ? node.error : node.ok, executionPath }];
    case 'decision':
      return [{ name: kept.transition ?? node.defaultTo, executionPath }];
    case 'kill':
      draft.command({ kind: 'evaluate-kill-message', name: node.name });
      draft.updateAction(node.name, { status: 'PREP', pending: true });
      return [];
    case 'end':
      endJob(draft, 'SUCCEEDED');
      return [];
  }
}

/** Oozie lets the start node pass and suspends after it; any other listed node waits. */
function suspendsBefore(draft: WorkflowDraft, node: WorkflowNode): boolean {
  const listed = draft.job.suspendOnNodes;
  if (listed.length === 0 || node.kind === 'start') return false;
  return listed.includes('*') || listed.includes(node.name);
}

function proceed(draft: WorkflowDraft, node: WorkflowNode, executionPath: string): Arrival[] {
  switch (node.kind) {
    case 'start':
      return pass(draft, node.name, node.to, executionPath);
    case 'fork':
      return openFork(draft, node, executionPath);
    case 'join':
      return pass(draft, node.name, node.to, parentPath(executionPath));
    case 'decision':
    case 'action':
      draft.updateAction(node.name, { pending: true });
      draft.command(
        node.kind === 'action'
          ? { kind: 'start-action', name: node.name }
          : { kind: 'evaluate-decision', name: node.name },
      );
      return [];
    case 'kill':
      draft.updateAction(node.name, { pending: true });
      draft.command({ kind: 'evaluate-kill-message', name: node.name });
      return [];
    case 'end':
      pass(draft, node.name, undefined, executionPath);
      endJob(draft, 'SUCCEEDED');
      return [];
  }
}

/** Marks a control node as done and follows its one transition. */
function pass(
  draft: WorkflowDraft,
  name: string,
  to: string | undefined,
  executionPath: string,
): Arrival[] {
  draft.updateAction(name, {
    status: 'OK',
    pending: false,
    externalStatus: 'OK',
    transition: to,
    startedMs: draft.nowMs,
    endedMs: draft.nowMs,
  });
  if (to === undefined) return [];
  if (name === START_NODE_NAME && draft.job.suspendOnNodes.includes(START_NODE_NAME)) {
    draft.setJobStatus('SUSPENDED');
  }
  return [{ name: to, executionPath }];
}

function openFork(draft: WorkflowDraft, node: ForkNode, executionPath: string): Arrival[] {
  pass(draft, node.name, '*', executionPath);
  return forkPaths(draft, node, executionPath);
}

function forkPaths(draft: WorkflowDraft, node: ForkNode, executionPath: string): Arrival[] {
  const branchPath = `${executionPath}${node.name}/`;
  draft.updateJob({ openPaths: { ...draft.job.openPaths, [branchPath]: node.paths.length } });
  return node.paths.map((name) => ({ name, executionPath: branchPath }));
}

/** Counts a path that has reached its join; true for the one that completes it. */
function isLastPath(draft: WorkflowDraft, node: JoinNode, arrival: Arrival): boolean {
  const open = draft.job.openPaths[arrival.executionPath];
  if (open === undefined) {
    failAt(draft, new HowdahError('E0742', [node.name]));
    return false;
  }
  const { [arrival.executionPath]: _, ...others } = draft.job.openPaths;
  draft.updateJob({
    openPaths: open > 1 ? { ...others, [arrival.executionPath]: open - 1 } : others,
  });
  return open === 1;
}

function failAt(draft: WorkflowDraft, error: HowdahError): Arrival[] {
  draft.command({ kind: 'report-error', error });
  endJob(draft, 'FAILED');
  return [];
}

/** `/a/b/` → `/a/` */
function parentPath(executionPath: string): string {
  return executionPath.slice(0, executionPath.lastIndexOf('/', executionPath.length - 2) + 1);
}

export function requireNode(draft: WorkflowDraft, name: string): WorkflowNode {
  const node = draft.environment.definition.nodes.get(name);
  if (node === undefined) throw new Error(`job ${draft.job.id} has no node ${name}`);
  return node;
}

function newAction(
  draft: WorkflowDraft,
  node: WorkflowNode,
  executionPath: string,
): Omit<WorkflowAction, 'sequence'> {
  const retry = node.kind === 'action' ? draft.environment.userRetry?.(node) : undefined;
  return {
    name: node.name,
    type: actionTypeOf(node),
    status: 'PREP',
    pending: false,
    executionPath,
    run: draft.job.run,
    transition: undefined,
    attempt: 0,
    owner: undefined,
    dueMs: undefined,
    retries: 0,
    userRetryCount: 0,
    userRetryMax: retry?.max ?? 0,
    userRetryIntervalMinutes: retry?.intervalMinutes ?? USER_RETRY_INTERVAL_MINUTES,
    userRetryPolicy: retry?.policy ?? 'periodic',
    startedMs: undefined,
    endedMs: undefined,
    conf: node.kind === 'kill' ? node.message : '',
    externalId: undefined,
    externalStatus: undefined,
    externalChildIds: undefined,
    data: undefined,
    stats: undefined,
    errorCode: undefined,
    errorMessage: undefined,
    doneStatus: undefined,
  };
}

/** The `type` under which Oozie lists a node. */
function actionTypeOf(node: WorkflowNode): string {
  const controlTypes: Record<Exclude<WorkflowNode, ActionNode | DecisionNode>['kind'], string> = {
    start: ':START:',
    end: ':END:',
    kill: ':KILL:',
    fork: ':FORK:',
    join: ':JOIN:',
  };
  if (node.kind === 'action') return node.type;
  return node.kind === 'decision' ? 'switch' : controlTypes[node.kind];
}
