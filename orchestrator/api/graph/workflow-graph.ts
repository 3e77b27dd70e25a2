/** A workflow job as a graph: its nodes, how far they have come, and what joins them. */
import { inHashOrder } from '../../../base/hash-order.ts';
import {
  transitionsOf,
  type WorkflowDefinition,
  type WorkflowNode,
} from '../../definition/workflow-definition.ts';

export interface WorkflowGraph {
  /** As written, but what a node leads to comes right after it, if it has not come before. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly name: string;
  readonly kind: WorkflowNode['kind'];
  /** Of an action's element; undefined for other kinds. */
  readonly type: string | undefined;
  /** Undefined for a node that the job has not come to. */
  readonly status: string | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Which of an action's transitions it is. */
  readonly transition: 'ok' | 'error' | undefined;
  /** Whether the job went this way. */
  readonly isTaken: boolean;
}

/** What of an action's row is drawn. */
export interface ActionState {
  readonly name: string;
  readonly status: string;
  readonly transition: string | null;
}

export interface WorkflowGraphOptions {
  /** Whether transitions of actions to kill nodes are drawn. */
  readonly showsKill: boolean;
}

export function workflowGraph(
  definition: WorkflowDefinition,
  actions: readonly ActionState[],
  { showsKill }: WorkflowGraphOptions,
): WorkflowGraph {
  const states = new Map(actions.map((action) => [action.name, action]));
  const edgesOf = (node: WorkflowNode): GraphEdge[] => {
    const state = states.get(node.name);
    return successors(node).flatMap(({ to, transition }) => {
      const target = definition.nodes.get(to);
      if (!showsKill && node.kind === 'action' && target?.kind === 'kill') return [];
      return { from: node.name, to, transition, isTaken: isTaken(node, state, to) };
    });
  };
  const order = inOrder(definition, edgesOf);
  return {
    nodes: order.map((node) => ({
      name: node.name,
      kind: node.kind,
      type: node.kind === 'action' ? node.type : undefined,
      status: states.get(node.name)?.status,
    })),
    edges: order.flatMap(edgesOf),
  };
}

/** A fork goes all ways as soon as it is done; its row names the first. */
function isTaken(node: WorkflowNode, state: ActionState | undefined, to: string): boolean {
  if (state === undefined) return false;
  return node.kind === 'fork' ? state.status === 'OK' : state.transition === to;
}

type Successor = Pick<GraphEdge, 'to' | 'transition'>;

/** Each target once, since a decision may name one in several cases; in Oozie's order. */
function successors(node: WorkflowNode): Successor[] {
  const all: Successor[] =
    node.kind === 'action'
      ? [
          { to: node.ok, transition: 'ok' },
          { to: node.error, transition: 'error' },
        ]
      : transitionsOf(node).map((to) => ({ to, transition: undefined }));
  const byTarget = new Map<string, Successor>();
  for (const one of all) if (!byTarget.has(one.to)) byTarget.set(one.to, one);
  return inHashOrder([...byTarget.keys()]).map((to) => byTarget.get(to) as Successor);
}

function inOrder(
  { nodes }: WorkflowDefinition,
  edgesOf: (node: WorkflowNode) => readonly GraphEdge[],
): WorkflowNode[] {
  const order = new Set<WorkflowNode>();
  for (const node of nodes.values()) {
    order.add(node);
    for (const { to } of edgesOf(node)) {
      const next = nodes.get(to);
      if (next !== undefined) order.add(next);
    }
  }
  return [...order];
}
