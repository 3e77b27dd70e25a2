/** Turns a workflow-app element into the graph that everything after reading works on. */
import { child, childrenOf, type Element } from '../../../actions/contract/element.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import { actionGrammars } from '../grammar/action-grammars.ts';
import { type Problem, problem } from '../problem.ts';
import { readParameters } from '../read-parameters.ts';
import {
  type ActionNode,
  type DecisionNode,
  START_NODE_NAME,
  transitionsOf,
  type WorkflowDefinition,
  type WorkflowNode,
} from '../workflow-definition.ts';
import { type ClusterDefaults, missingClusterElement } from './check-cluster-elements.ts';

export interface BuiltWorkflow {
  readonly definition: WorkflowDefinition;
  /** What is found while node after node is read: E0701, E0705, E0706, E0723. */
  readonly problems: readonly Problem[];
}

/** Elements of the action that are not what it runs. */
const notTheAction = new Set(['ok', 'error', 'info', 'credentials']);

/**
 * Reads the graph. The element need not be valid: what is missing becomes the empty text, so that
 * the graph of a broken definition can be checked too.
 *
 * @param clusterDefaults what actions get that name no name node or job tracker; undefined demands
 *   nothing
 */
export function buildWorkflow(root: Element, clusterDefaults?: ClusterDefaults): BuiltWorkflow {
  const problems: Problem[] = [];
  const nodes = new Map<string, WorkflowNode>();
  const global = child(root, 'global');
  for (const element of root.children) {
    const node = readNode(element);
    if (node === undefined) continue;
    if (node.kind === 'action' && clusterDefaults !== undefined) {
      const missing = missingClusterElement(node, global, clusterDefaults);
      if (missing !== undefined) problems.push(missing);
    }
    problems.push(...checkNode(node, nodes));
    if (!nodes.has(node.name)) nodes.set(node.name, node);
  }
  const definition: WorkflowDefinition = {
    name: root.attributes.get('name') ?? '',
    namespace: root.namespace,
    parameters: readParameters(child(root, 'parameters')),
    global,
    credentials: child(root, 'credentials'),
    sla: child(root, 'info'),
    nodes,
  };
  return { definition, problems };
}

function checkNode(node: WorkflowNode, before: ReadonlyMap<string, WorkflowNode>): Problem[] {
  const { name, position } = node;
  const details = { phase: 'reading', position, node: name } as const;
  if (node.kind === 'action' && !actionGrammars.has(node.type)) {
    const mend = `known types are ${[...actionGrammars.keys()].join(', ')}`;
    return [problem('E0723', [name, node.type], { ...details, mend })];
  }
  const first = before.get(name);
  if (first !== undefined) {
    const mend = `rename one of them; the first stands in line ${first.position.line}`;
    return [problem('E0705', [name], { ...details, mend })];
  }
  const selfIndex = transitionsOf(node).indexOf(name);
  if (selfIndex < 0) return [];
  const mend = 'let it lead to another node';
  return [problem('E0706', [name], { ...details, mend })];
}

function readNode(element: Element): WorkflowNode | undefined {
  const name = element.attributes.get('name') ?? '';
  const { position } = element;
  switch (element.name) {
    case 'start':
      return { kind: 'start', name: START_NODE_NAME, position, ...readTo(element) };
    case 'end':
      return { kind: 'end', name, position };
    case 'kill':
      return { kind: 'kill', name, position, message: child(element, 'message')?.text ?? '' };
    case 'join':
      return { kind: 'join', name, position, ...readTo(element) };
    case 'fork': {
      const paths = childrenOf(element, 'path');
      return {
        kind: 'fork',
        name,
        position,
        paths: paths.map((path) => path.attributes.get('start') ?? ''),
        transitionPositions: paths.map((path) => attributePosition(path, 'start')),
      };
    }
    case 'decision':
      return readDecision(name, element);
    case 'action':
      return readAction(name, element);
    default:
      return undefined;
  }
}

function readTo(element: Element): { to: string; transitionPositions: SourcePosition[] } {
  return {
    to: element.attributes.get('to') ?? '',
    transitionPositions: [attributePosition(element, 'to')],
  };
}

function readDecision(name: string, element: Element): DecisionNode {
  const switchElement = child(element, 'switch') ?? element;
  const cases = childrenOf(switchElement, 'case');
  const defaultCase = child(switchElement, 'default') ?? switchElement;
  return {
    kind: 'decision',
    name,
    position: element.position,
    cases: cases.map((one) => ({ when: one.text, to: one.attributes.get('to') ?? '' })),
    defaultTo: defaultCase.attributes.get('to') ?? '',
    element: switchElement,
    transitionPositions: [...cases, defaultCase].map((one) => attributePosition(one, 'to')),
  };
}

function readAction(name: string, element: Element): ActionNode {
  const ok = child(element, 'ok') ?? element;
  const error = child(element, 'error') ?? element;
  const action = element.children.find((one) => !notTheAction.has(one.name)) ?? element;
  return {
    kind: 'action',
    name,
    position: element.position,
    type: action.name,
    element: action,
    ok: ok.attributes.get('to') ?? '',
    error: error.attributes.get('to') ?? '',
    credentials: element.attributes.get('cred'),
    retry: {
      max: element.attributes.get('retry-max'),
      interval: element.attributes.get('retry-interval'),
      policy: element.attributes.get('retry-policy'),
    },
    sla: child(element, 'info'),
    transitionPositions: [attributePosition(ok, 'to'), attributePosition(error, 'to')],
  };
}

function attributePosition(element: Element, name: string): SourcePosition {
  return element.attributePositions?.get(name) ?? element.position;
}
