/** The `<global>` section that a sub-workflow inherits from the workflow that runs it. */
import { child, type Element } from '../../actions/contract/element.ts';
import { readXml } from '../definition/xml/read-xml.ts';
import { configurationElement, configurationProperties } from './configuration-element.ts';

/** Oozie's property for it; there it is compressed Java data, here the element as text. */
export const INHERITED_GLOBAL = 'oozie.wf.globalconf';

/** The section was checked when its workflow was submitted. */
const limits = {
  sizeBytesMax: Number.MAX_SAFE_INTEGER,
  depthMax: 64,
  elementsMax: 1_000_000,
  aliasesMax: 0,
};

/**
 * What counts as `<global>` for a job's actions: its own section, above the inherited one. Of the
 * configurations both count, and its own wins.
 */
export function globalOf(
  own: Element | undefined,
  properties: ReadonlyMap<string, string>,
): Element | undefined {
  const text = properties.get(INHERITED_GLOBAL);
  if (text === undefined) return own;
  const inherited = readXml(text, INHERITED_GLOBAL, limits).root;
  if (own === undefined || inherited === undefined) return own ?? inherited;
  const names = new Set(own.children.map(({ name }) => name));
  const children = [
    ...own.children.filter(({ name }) => name !== 'configuration'),
    ...inherited.children.filter(({ name }) => name !== 'configuration' && !names.has(name)),
    mergedConfiguration(own, inherited),
  ];
  return Object.freeze({ ...own, children });
}

function mergedConfiguration(own: Element, inherited: Element): Element {
  const layers = [inherited, own].map((one) =>
    configurationProperties(child(one, 'configuration')),
  );
  const properties = new Map(layers.flatMap((layer) => [...layer]));
  return configurationElement(properties, own.namespace, own.position);
}
