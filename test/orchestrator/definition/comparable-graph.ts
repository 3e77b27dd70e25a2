import type { Element } from '../../../actions/contract/element.ts';
import type {
  WorkflowDefinition,
  WorkflowNode,
} from '../../../orchestrator/definition/workflow-definition.ts';

/** A definition without positions and without the order of its nodes, for comparison. */
export function comparableGraph(definition: WorkflowDefinition): unknown {
  const { global, credentials, sla, parameters, nodes, ...rest } = definition;
  return {
    ...rest,
    parameters: parameters?.map(({ position: _, ...parameter }) => parameter),
    global: global && comparableElement(global),
    credentials: credentials && comparableElement(credentials),
    sla: sla && comparableElement(sla),
    nodes: [...nodes.values()]
      .map(comparableNode)
      .toSorted((left, right) => (left.name < right.name ? -1 : 1)),
  };
}

function comparableNode(node: WorkflowNode) {
  const { position: _, transitionPositions: __, ...rest } = node;
  return {
    ...rest,
    element: 'element' in node ? comparableElement(node.element) : undefined,
    sla: 'sla' in node && node.sla ? comparableElement(node.sla) : undefined,
  };
}

/** Elements that hold elements hold no text; white space in an empty one is no difference. */
const holders = new Set([
  'fs',
  'prepare',
  'launcher',
  'global',
  'credentials',
  'streaming',
  'pipes',
]);

export function comparableElement(element: Element): unknown {
  const { name, namespace, attributes, children, text } = element;
  return {
    name,
    namespace,
    attributes: Object.fromEntries(attributes),
    children: children.map(comparableElement),
    text: holders.has(name) ? text.trim() : text,
  };
}
