/** What the readers of a YAML workflow's parts share. */
import type { Element } from '../../../actions/contract/element.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import type { SchemaVersion } from '../grammar/schema-registry.ts';
import { expressionMarkup } from './expression-markup.ts';
import type { YamlProblems } from './yaml-problems.ts';

export interface YamlContext {
  /** The workflow schema that the definition is written in. */
  readonly schema: SchemaVersion;
  readonly problems: YamlProblems;
}

export interface ElementParts {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly Element[];
  readonly text?: string;
}

/** An element of the workflow's own namespace. */
export function workflowElement(
  context: YamlContext,
  name: string,
  position: SourcePosition,
  parts: ElementParts,
): Element {
  const { attributes = {}, children = [], text = '' } = parts;
  const { namespace } = context.schema;
  const attributeMap = new Map(Object.entries(attributes));
  const element = { name, namespace, attributes: attributeMap, children, text, position };
  const markup = expressionMarkup(text);
  return markup === undefined ? element : { ...element, markup };
}
