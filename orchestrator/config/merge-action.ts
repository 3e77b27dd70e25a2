/**
 * Completes an action's element with what `<global>`, config-default.xml and the server say.
 */
import { child, childrenOf, type Element } from '../../actions/contract/element.ts';
import { configurationElement, configurationProperties } from './configuration-element.ts';
import { launcherProperties } from './launcher-properties.ts';

export interface ActionSurroundings {
  /** The `<global>` of the workflow. */
  readonly global: Element | undefined;
  /** The properties of config-default.xml. */
  readonly defaults: ReadonlyMap<string, string>;
  /** Oozie's settings `oozie.actions.default.name-node`, `.job-tracker`, `.resource-manager`. */
  readonly server: ClusterElements;
}

export interface ClusterElements {
  readonly nameNode?: string | undefined;
  readonly jobTracker?: string | undefined;
  readonly resourceManager?: string | undefined;
}

/** Which sections of their surroundings the actions take over. */
interface Inheritance {
  readonly jobTracker: boolean;
  readonly defaults: boolean;
}

/** Types whose elements know no configuration; they stay as they are. */
const withoutConfiguration: ReadonlySet<string> = new Set(['email', 'ssh', 'switch', 'function']);

/** Those that differ from the actions that Oozie starts through its launcher. */
const inheritances: Readonly<Record<string, Inheritance>> = {
  fs: { jobTracker: false, defaults: true },
  'sub-workflow': { jobTracker: true, defaults: false },
};

const launched: Inheritance = { jobTracker: true, defaults: true };

/**
 * As Oozie does it when it reads a definition, before expressions are evaluated: the job-xml files
 * of `<global>` go first, missing cluster elements and a `<configuration>` go last. The merged
 * configuration has, weakest first, config-default.xml, that of `<global>` with its launcher, the
 * action's launcher, its own properties. A sub-workflow takes no config-default.xml, fs no job
 * tracker, email and ssh nothing.
 */
export function mergeAction(element: Element, surroundings: ActionSurroundings): Element {
  if (withoutConfiguration.has(element.name)) return element;
  const inheritance = inheritances[element.name] ?? launched;
  const merged = mergedConfiguration(element, surroundings, inheritance);
  const own = child(element, 'configuration');
  const kept = element.children.map((one) => (one === own ? merged : one));
  const children = [
    ...inheritedJobXml(element, surroundings.global),
    ...kept,
    ...inheritedCluster(element, surroundings, inheritance),
    ...(own === undefined ? [merged] : []),
  ];
  return Object.freeze({ ...element, children });
}

function mergedConfiguration(
  element: Element,
  { global, defaults }: ActionSurroundings,
  inheritance: Inheritance,
): Element {
  const layers = [
    ...(inheritance.defaults ? [defaults] : []),
    ...(global === undefined ? [] : globalProperties(global)),
    launcherProperties(child(element, 'launcher')),
    configurationProperties(child(element, 'configuration')),
  ];
  const properties = new Map(layers.flatMap((layer) => [...layer]));
  return configurationElement(properties, element.namespace, element.position);
}

function globalProperties(global: Element): ReadonlyMap<string, string>[] {
  return [
    configurationProperties(child(global, 'configuration')),
    launcherProperties(child(global, 'launcher')),
  ];
}

/** Those that the action does not name itself. */
function inheritedJobXml(element: Element, global: Element | undefined): Element[] {
  if (global === undefined) return [];
  const own = new Set(childrenOf(element, 'job-xml').map(({ text }) => text.trim()));
  return childrenOf(global, 'job-xml')
    .filter(({ text }) => !own.has(text.trim()))
    .map((jobXml) => ({ ...jobXml, namespace: element.namespace }));
}

function inheritedCluster(
  element: Element,
  { global, server }: ActionSurroundings,
  { jobTracker }: Inheritance,
): Element[] {
  const inherited: (Element | undefined)[] = [];
  if (child(element, 'name-node') === undefined) {
    inherited.push(globalOrServer(element, global, 'name-node', server.nameNode));
  }
  const hasOwn = ['job-tracker', 'resource-manager'].some((name) => child(element, name));
  if (jobTracker && !hasOwn) inherited.push(inheritedJobTracker(element, global, server));
  return inherited.filter((one) => one !== undefined);
}

function inheritedJobTracker(
  element: Element,
  global: Element | undefined,
  { jobTracker, resourceManager }: ClusterElements,
): Element | undefined {
  return (
    globalOrServer(element, global, 'job-tracker', undefined) ??
    globalOrServer(element, global, 'resource-manager', undefined) ??
    globalOrServer(element, undefined, 'job-tracker', jobTracker) ??
    globalOrServer(element, undefined, 'resource-manager', resourceManager)
  );
}

function globalOrServer(
  element: Element,
  global: Element | undefined,
  name: string,
  setting: string | undefined,
): Element | undefined {
  const { namespace, position } = element;
  const found = global && child(global, name);
  if (found !== undefined) return { ...found, namespace };
  if (setting === undefined) return undefined;
  return { name, namespace, attributes: new Map(), children: [], text: setting, position };
}
