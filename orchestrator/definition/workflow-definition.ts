import type { Element } from '../../actions/contract/element.ts';
import type { SourcePosition } from '../../base/error/howdah-error.ts';

/**
 * A workflow as a graph: what both syntaxes are read into and what everything after reading works
 * on. Frozen plain data. Texts may hold expressions; they are evaluated when a job needs them.
 */
export interface WorkflowDefinition {
  /** The `name` attribute, expressions unevaluated. */
  readonly name: string;
  /** `uri:oozie:workflow:1.0`. */
  readonly namespace: string;
  /** Declared parameters in order; undefined when there is no `parameters` element. */
  readonly parameters: readonly Parameter[] | undefined;
  readonly global: Element | undefined;
  readonly credentials: Element | undefined;
  readonly sla: Element | undefined;
  /** Every node by name, the start node under `:start:`, in document order. */
  readonly nodes: ReadonlyMap<string, WorkflowNode>;
}

export interface Parameter {
  readonly name: string;
  /** Undefined when the parameter is required. */
  readonly value: string | undefined;
  readonly description: string | undefined;
  readonly position: SourcePosition;
}

export type WorkflowNode =
  | StartNode
  | EndNode
  | KillNode
  | DecisionNode
  | ForkNode
  | JoinNode
  | ActionNode;

export const START_NODE_NAME = ':start:';

interface NodeBase {
  readonly name: string;
  readonly position: SourcePosition;
  /** Where the node names its successors, in the order of `transitionsOf`. */
  readonly transitionPositions?: readonly SourcePosition[];
}

export interface StartNode extends NodeBase {
  readonly kind: 'start';
  readonly to: string;
}

export interface EndNode extends NodeBase {
  readonly kind: 'end';
}

export interface KillNode extends NodeBase {
  readonly kind: 'kill';
  readonly message: string;
}

export interface DecisionNode extends NodeBase {
  readonly kind: 'decision';
  readonly cases: readonly { readonly when: string; readonly to: string }[];
  readonly defaultTo: string;
  /**
   * The `<switch>` element as written; Oozie shows it as the action's `conf`, and evaluates that
   * text rather than `when`: an expression with an escaped `&lt;` is an error there.
   */
  readonly element: Element;
}

export interface ForkNode extends NodeBase {
  readonly kind: 'fork';
  readonly paths: readonly string[];
}

export interface JoinNode extends NodeBase {
  readonly kind: 'join';
  readonly to: string;
}

export interface ActionNode extends NodeBase {
  readonly kind: 'action';
  /** The local name of the action's element: `shell`. */
  readonly type: string;
  readonly element: Element;
  readonly ok: string;
  readonly error: string;
  /** The `cred` attribute. */
  readonly credentials: string | undefined;
  readonly retry: Retry;
  readonly sla: Element | undefined;
}

/** User retry as written; expressions are evaluated at submit. The interval is in minutes. */
export interface Retry {
  readonly max: string | undefined;
  readonly interval: string | undefined;
  readonly policy: string | undefined;
}

/** The names of the nodes that may come next, in the order in which they are written. */
export function transitionsOf(node: WorkflowNode): readonly string[] {
  switch (node.kind) {
    case 'start':
    case 'join':
      return [node.to];
    case 'action':
      return [node.ok, node.error];
    case 'decision':
      return [...node.cases.map((one) => one.to), node.defaultTo];
    case 'fork':
      return node.paths;
    case 'end':
    case 'kill':
      return [];
  }
}
