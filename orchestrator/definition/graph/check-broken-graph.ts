/** What can be said of the graph of a definition that has other errors. */
import type { Element } from '../../../actions/contract/element.ts';
import { textTypes } from '../grammar/text-type.ts';
import type { Problem } from '../problem.ts';
import { transitionsOf } from '../workflow-definition.ts';
import type { BuiltWorkflow } from './build-workflow.ts';
import { missingTarget, SUGGESTIONS_MAX } from './walk-graph.ts';

/**
 * Problems of single nodes and targets that no node has, leaving out what only follows from the
 * other errors: nodes whose element is misspelt, names that are no names.
 *
 * @param hasSchemaErrors whether the tree does not follow the grammar
 */
export function checkBrokenGraph(
  root: Element,
  { definition, problems }: BuiltWorkflow,
  hasSchemaErrors: boolean,
): Problem[] {
  const told = problems.filter(
    ({ code, node }) => node !== '' && !(hasSchemaErrors && code === 'E0723'),
  );
  const misspelt = new Set(root.children.map((element) => element.attributes.get('name')));
  const missing: Problem[] = [];
  for (const node of definition.nodes.values()) {
    for (const [index, target] of transitionsOf(node).entries()) {
      if (definition.nodes.has(target) || misspelt.has(target)) continue;
      if (!textTypes.identifier.accepts(target)) continue;
      const position = node.transitionPositions?.[index] ?? node.position;
      const names = missing.length < SUGGESTIONS_MAX ? definition.nodes.keys() : [];
      missing.push(missingTarget(node, target, position, names));
    }
  }
  return [...told, ...missing];
}
