/**
 * The shape of grammar tables. One table says what an element may hold, in every version of its
 * schema; the XML validation, the YAML reader and writer and the published JSON Schema are all
 * driven by it, so they cannot disagree.
 */

/** The versions in which something exists: from `since` to `until`, both included. */
export interface VersionRange {
  readonly since?: string;
  readonly until?: string;
}

/** What a text or an attribute may hold; the checks are in `text-type.ts`. */
export type TextTypeName =
  | 'string'
  | 'identifier'
  | 'letter-identifier'
  | 'boolean'
  | 'unsigned-int'
  | 'short';

export interface AttributeGrammar extends VersionRange {
  readonly name: string;
  readonly required: boolean;
  readonly type: TextTypeName;
}

/** How an element looks in YAML where its content does not say it already. */
export interface YamlForm {
  /** The key, if it is not the element's name: `arguments` for repeated `argument` elements. */
  readonly key?: string;
  /**
   * - `keyed`: repeated texts `KEY=VALUE`, written as a mapping.
   * - `properties`: Hadoop properties (name, value, description), written as a mapping.
   * - `text-attribute`: an element with one attribute, written as that attribute's value.
   */
  readonly shape?: 'keyed' | 'properties' | 'text-attribute';
  /** Where the value comes from if it is not written: the name of the action's node. */
  readonly default?: 'node-name';
}

export interface ElementGrammar {
  readonly name: string;
  /** One sentence for editors and for the published schema. */
  readonly summary?: string;
  readonly attributes?: readonly AttributeGrammar[];
  readonly content: Content;
  readonly yaml?: YamlForm;
}

export type Content =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly type: TextTypeName }
  | { readonly kind: 'elements'; readonly particle: Particle };

export type Particle = ElementParticle | GroupParticle | WildcardParticle;

interface Occurrence extends VersionRange {
  readonly min: 0 | 1 | 2;
  readonly max: 1 | 'unbounded';
}

export interface ElementParticle extends Occurrence {
  readonly kind: 'element';
  readonly element: ElementGrammar;
}

export interface GroupParticle extends Occurrence {
  readonly kind: 'sequence' | 'choice';
  readonly items: readonly Particle[];
  /** The YAML key under which elements in any order are listed, if others stand beside them. */
  readonly yamlKey?: string;
}

/** Any global element of another namespace: of the listed ones, or of all but the parent's own. */
export interface WildcardParticle extends Occurrence {
  readonly kind: 'wildcard';
  readonly namespaces: 'other' | readonly string[];
}

/** An element that may be the root of a tree of its own namespace, such as an action's element. */
export interface SchemaGrammar {
  /** The namespace without its version: `uri:oozie:shell-action:`. */
  readonly namespacePrefix: string;
  /** Oldest first. */
  readonly versions: readonly string[];
  readonly roots: readonly (VersionRange & { readonly element: ElementGrammar })[];
}

/** What the server must know of an action type to read definitions that use it. */
export interface ActionGrammar {
  /** The element's local name, which is the action's type. */
  readonly type: string;
  readonly element: ElementGrammar;
  /** The schema of its own; undefined for types that are part of the workflow schema. */
  readonly schema: SchemaGrammar | undefined;
  /** Whether it wants a name node and a job tracker or resource manager from somewhere. */
  readonly needsCluster: boolean;
}

/** An element that stands exactly once. */
export function one(element: ElementGrammar, range: VersionRange = {}): ElementParticle {
  return { kind: 'element', element, min: 1, max: 1, ...range };
}

/** An element that may be absent. */
export function optional(element: ElementGrammar, range: VersionRange = {}): ElementParticle {
  return { kind: 'element', element, min: 0, max: 1, ...range };
}

/** An element that stands any number of times. */
export function any(element: ElementGrammar, range: VersionRange = {}): ElementParticle {
  return { kind: 'element', element, min: 0, max: 'unbounded', ...range };
}

/** An element that stands at least `min` times. */
export function some(
  element: ElementGrammar,
  range: VersionRange & { readonly min?: 1 | 2 } = {},
): ElementParticle {
  return { kind: 'element', element, min: 1, max: 'unbounded', ...range };
}

export function sequence(...items: Particle[]): GroupParticle {
  return { kind: 'sequence', items, min: 1, max: 1 };
}

/** Exactly one of the items; one that may be empty makes the choice optional. */
export function choice(items: readonly Particle[], range: VersionRange = {}): GroupParticle {
  return { kind: 'choice', items, min: 1, max: 1, ...range };
}

/** The items in any order and number. */
export function anyOrder(items: readonly Particle[], range: VersionRange = {}): GroupParticle {
  return { kind: 'choice', items, min: 0, max: 'unbounded', ...range };
}

export function elements(...items: Particle[]): Content {
  return { kind: 'elements', particle: sequence(...items) };
}

export const emptyContent: Content = { kind: 'empty' };

/** An element that holds text and nothing else. */
export function textElement(
  name: string,
  options: { type?: TextTypeName; yaml?: YamlForm; summary?: string } = {},
): ElementGrammar {
  const { type = 'string', ...rest } = options;
  return { name, content: { kind: 'text', type }, ...rest };
}

export function attribute(
  name: string,
  options: VersionRange & { required?: boolean; type?: TextTypeName } = {},
): AttributeGrammar {
  return { required: false, type: 'string', name, ...options };
}

export function required(name: string, type: TextTypeName = 'string'): AttributeGrammar {
  return { name, required: true, type };
}

/** Whether something exists in a version of its schema. */
export function existsIn(range: VersionRange, version: string): boolean {
  if (range.since !== undefined && compareVersions(version, range.since) < 0) return false;
  return range.until === undefined || compareVersions(version, range.until) <= 0;
}

/** Orders `0.2` < `0.2.5` < `0.3` < `1.0`. */
export function compareVersions(left: string, right: string): number {
  const leftParts = left.split('.').map(Number);
  const rightParts = right.split('.').map(Number);
  for (let index = 0; index < Math.max(leftParts.length, rightParts.length); index++) {
    const difference = (leftParts[index] ?? 0) - (rightParts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
