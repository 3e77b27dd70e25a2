/** Says, for a mistake that the schema check found, what would be right. */
import type { Element } from '../../../actions/contract/element.ts';
import {
  type ElementGrammar,
  existsIn,
  type Particle,
  type VersionRange,
} from '../../../actions/contract/grammar.ts';
import type { CompiledElement } from './compiled-element.ts';
import type { ContentState } from './content-model.ts';
import { nearestName } from './nearest-name.ts';
import {
  findSchema,
  newestNamespace,
  type SchemaVersion,
  schemasWithRoot,
} from './schema-registry.ts';

/** More alternatives than this are cut off; nobody reads them. */
const ALTERNATIVES_MAX = 12;

/** `<a>, <b> or <c>` for what may follow in a state. */
export function describeNext(state: ContentState): string {
  const names = [...state.next.keys()].map((name) => `<${name}>`);
  for (const { wildcard } of state.nextWildcards) {
    names.push(
      wildcard.namespaces === 'other'
        ? 'an action with its own namespace'
        : `<info> of ${wildcard.namespaces.join(' or ')}`,
    );
  }
  if (names.length === 0) return 'no further element';
  return enumerate(names);
}

/**
 * The elements of which one is missing for the content to go on with `then`, or to end if it is
 * undefined; empty when more than one element is missing.
 */
export function missingElements(state: ContentState, then: string | undefined): string {
  const names = [...state.next]
    .filter(([, next]) => (then === undefined ? next.accepting : next.next.has(then)))
    .map(([name]) => `<${name}>`);
  return enumerate(names);
}

function enumerate(names: readonly string[]): string {
  if (names.length > ALTERNATIVES_MAX) {
    return `${names.slice(0, ALTERNATIVES_MAX).join(', ')} …`;
  }
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** The mend for a child that may not stand where it stands. */
export function mendChild(
  child: Element,
  parent: Element,
  compiled: CompiledElement,
  state: ContentState,
  schema: SchemaVersion,
): string {
  const expected = `expected here: ${describeNext(state)}`;
  if (compiled.content.kind !== 'elements') return `remove <${child.name}>`;
  const { model } = compiled.content;
  if (child.namespace !== parent.namespace) return mendNamespace(child, parent, expected);
  if (model.known.has(child.name)) return `${expected}; mind the order of the elements`;
  const range = rangeOfChild(compiled.grammar, child.name);
  if (range !== undefined) return `<${child.name}> ${describeRange(range, schema)}`;
  const [ownSchema] = schemasWithRoot(child.name);
  if (ownSchema !== undefined && state.nextWildcards.length > 0) {
    return `give <${child.name}> its namespace: xmlns="${newestNamespace(ownSchema)}"`;
  }
  const nearest = nearestName(child.name, model.known.keys());
  return nearest === undefined ? expected : `did you mean <${nearest}>? ${expected}`;
}

function mendNamespace(child: Element, parent: Element, expected: string): string {
  if (findSchema(child.namespace) === undefined) {
    const [known] = schemasWithRoot(child.name);
    if (known !== undefined) {
      const namespaces = known.versions.map((version) => known.namespacePrefix + version);
      return `known are ${namespaces.join(', ')}`;
    }
  }
  return `${expected}, in the namespace ${parent.namespace || '(none)'}`;
}

/** The mend for an attribute that the element does not have in this version. */
export function mendAttribute(
  name: string,
  compiled: CompiledElement,
  schema: SchemaVersion,
): string {
  const elsewhere = compiled.grammar.attributes?.find((entry) => entry.name === name);
  if (elsewhere !== undefined) return `${name} ${describeRange(elsewhere, schema)}`;
  const nearest = nearestName(name, compiled.attributes.keys());
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  const known = [...compiled.attributes.keys()];
  return known.length === 0 ? 'remove it' : `remove it; possible are ${known.join(', ')}`;
}

function describeRange(range: VersionRange, schema: SchemaVersion): string {
  const versions = schema.schema.versions.filter((version) => existsIn(range, version));
  const namespaces = versions.map((version) => schema.schema.namespacePrefix + version);
  return `exists only in ${namespaces.join(', ')}`;
}

/** The versions in which the element may have such a child. */
function rangeOfChild(grammar: ElementGrammar, name: string): VersionRange | undefined {
  if (grammar.content.kind !== 'elements') return undefined;
  return findChild(grammar.content.particle, name);
}

function findChild(particle: Particle, name: string): VersionRange | undefined {
  if (particle.kind === 'element') return particle.element.name === name ? particle : undefined;
  if (particle.kind === 'wildcard') return undefined;
  for (const item of particle.items) {
    const found = findChild(item, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
