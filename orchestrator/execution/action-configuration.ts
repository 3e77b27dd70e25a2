/** The `<configuration>` of an action: its own over that of `<global>`. */
import { child, childrenOf, childText, type Element } from '../../actions/contract/element.ts';

/** The element with one `<configuration>` that holds global and own properties, own ones last. */
export function withConfiguration(element: Element, global: Element | undefined): Element {
  const inherited = global && child(global, 'configuration');
  if (inherited === undefined || element.name === 'sub-workflow') return element;
  const own = child(element, 'configuration');
  if (own === undefined) return { ...element, children: insert(element, inherited) };
  const ownNames = new Set(childrenOf(own, 'property').map((one) => childText(one, 'name')));
  const kept = childrenOf(inherited, 'property').filter(
    (property) => !ownNames.has(childText(property, 'name')),
  );
  const merged: Element = { ...own, children: [...kept, ...own.children] };
  const children = element.children.map((one) => (one === own ? merged : one));
  return { ...element, children };
}

/** Properties in their order; of a name that comes twice the last one counts. */
export function actionConfiguration(element: Element): ReadonlyMap<string, string> {
  const configuration = child(element, 'configuration');
  const properties = new Map<string, string>();
  for (const property of configuration === undefined ? [] : childrenOf(configuration, 'property')) {
    const name = childText(property, 'name');
    if (name !== undefined) properties.set(name, childText(property, 'value') ?? '');
  }
  return properties;
}

function insert(element: Element, configuration: Element): Element[] {
  return [...element.children, { ...configuration, namespace: element.namespace }];
}
