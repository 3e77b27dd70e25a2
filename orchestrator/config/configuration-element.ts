/** `<configuration>` elements within definitions, as properties and back. */
import { childrenOf, childText, type Element } from '../../actions/contract/element.ts';
import type { SourcePosition } from '../../base/error/howdah-error.ts';

/**
 * The properties of a `<configuration>`, names and values trimmed; of a name that comes twice the
 * last value counts, and an empty value is none.
 */
export function configurationProperties(configuration: Element | undefined): Map<string, string> {
  const properties = new Map<string, string>();
  if (configuration === undefined) return properties;
  for (const property of childrenOf(configuration, 'property')) {
    const name = childText(property, 'name') ?? '';
    const value = childText(property, 'value') ?? '';
    if (name !== '' && value !== '') properties.set(name, value);
  }
  return properties;
}

/**
 * A `<configuration>` that holds the properties the way Hadoop writes them, which is what clients
 * see in the `conf` of an action: without namespace, with `final` and `source`.
 */
export function configurationElement(
  properties: ReadonlyMap<string, string>,
  namespace: string,
  position: SourcePosition,
): Element {
  const element = (name: string, space: string, text: string, children: Element[]): Element =>
    Object.freeze({ name, namespace: space, attributes: noAttributes, children, text, position });
  const children = [...properties].map(([name, value]) =>
    element('property', '', '', [
      element('name', '', name, []),
      element('value', '', value, []),
      element('final', '', 'false', []),
      element('source', '', 'programatically', []),
    ]),
  );
  return element('configuration', namespace, '', children);
}

const noAttributes: ReadonlyMap<string, string> = new Map();
