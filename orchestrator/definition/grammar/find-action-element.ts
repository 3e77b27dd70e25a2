import type { ElementGrammar } from '../../../actions/contract/grammar.ts';
import { compileElement } from './compiled-element.ts';
import type { SchemaVersion } from './schema-registry.ts';

/**
 * The table of an action's element: a root of its schema, or else something that only stands
 * within the actions of a workflow of that schema.
 */
export function findActionElement(schema: SchemaVersion, type: string): ElementGrammar | undefined {
  const root = schema.roots.get(type);
  const app = schema.roots.get('workflow-app');
  if (root !== undefined || app === undefined) return root;
  const action = findChildElement(app, 'action', schema);
  return action && findChildElement(action, type, schema);
}

/** The table of an element's child of that name; undefined if the version has none. */
export function findChildElement(
  parent: ElementGrammar,
  name: string,
  schema: SchemaVersion,
): ElementGrammar | undefined {
  const { content } = compileElement(parent, schema.version);
  return content.kind === 'elements' ? content.model.known.get(name)?.element : undefined;
}
