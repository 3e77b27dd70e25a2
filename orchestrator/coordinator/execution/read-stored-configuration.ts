/** Reads a configuration that `writeConfiguration` has written; as `readConfiguration` does. */
import { childrenOf, childText } from '../../../actions/contract/element.ts';
import { readStoredXml } from './read-stored-xml.ts';

export function readStoredConfiguration(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const property of childrenOf(readStoredXml(text), 'property')) {
    const name = childText(property, 'name') ?? '';
    const value = childText(property, 'value') ?? '';
    // An empty value is no property.
    if (name !== '' && value !== '') properties.set(name, value);
  }
  return properties;
}
