/** Random documents for differential tests: drawn from the grammar tables, and mutations of any. */
import type { Element } from '../../../actions/contract/element.ts';
import type { ElementGrammar, Particle } from '../../../actions/contract/grammar.ts';
import { existsIn } from '../../../actions/contract/grammar.ts';
import { compileElement } from '../../../orchestrator/definition/grammar/compiled-element.ts';
import type { SchemaVersion } from '../../../orchestrator/definition/grammar/schema-registry.ts';

/** A generator of numbers in [0, 1) that a seed determines (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An element whose children and attributes can be changed. */
export interface Draft {
  name: string;
  namespace: string;
  attributes: Map<string, string>;
  children: Draft[];
  text: string;
}

export function toDraft({ name, namespace, attributes, children, text }: Element): Draft {
  return {
    name,
    namespace,
    attributes: new Map(attributes),
    children: children.map(toDraft),
    text,
  };
}

export function toElement(draft: Draft): Element {
  const position = { file: '', line: 1, column: 1 };
  return { ...draft, children: draft.children.map(toElement), position };
}

const texts: Readonly<Record<string, readonly string[]>> = {
  string: ['', 'x', ' blank ', '${a}', 'a & b < c', 'ü'],
  identifier: ['a', '_b-1', 'Z'],
  'letter-identifier': ['a', 'b-1_', 'Z'],
  boolean: ['true', 'false', '1', ' 0 '],
  'unsigned-int': ['0', '+5', ' 12 ', '4294967295', '0007'],
  short: ['-32768', '32767', '+1', '-0'],
};

const badTexts = ['', ' ', 'a b', '-1', '1.5', '4294967296', '32768', 'TRUE', 'ä', '9x', 'a\n'];

/** Elements that nest in themselves end here. */
const DEPTH_MAX = 6;

export class DocumentGenerator {
  readonly #random: () => number;
  readonly #schemas: readonly SchemaVersion[];
  readonly #names: readonly string[];

  /** @param schemas also those that wildcards choose from */
  constructor(random: () => number, schemas: readonly SchemaVersion[]) {
    this.#random = random;
    this.#schemas = schemas;
    this.#names = [
      ...new Set(schemas.flatMap((schema) => [...schema.roots.values()]).flatMap(namesIn)),
    ];
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.#random() * values.length)] as Value;
  }

  /** A document that the tables allow. */
  draw(schema: SchemaVersion, grammar: ElementGrammar, depth = 0): Draft {
    const compiled = compileElement(grammar, schema.version);
    const attributes = new Map<string, string>();
    for (const [name, attribute] of compiled.attributes) {
      if (!attribute.required && this.#random() < 0.5) continue;
      attributes.set(name, this.pick(texts[attribute.type] ?? ['']));
    }
    const draft: Draft = {
      name: grammar.name,
      namespace: schema.namespace,
      attributes,
      children: [],
      text: '',
    };
    if (grammar.content.kind === 'text')
      draft.text = this.pick(texts[grammar.content.type] ?? ['']);
    if (grammar.content.kind === 'elements') {
      this.#drawParticle(grammar.content.particle, schema, draft, depth);
    }
    return draft;
  }

  #drawParticle(particle: Particle, schema: SchemaVersion, parent: Draft, depth: number): void {
    if (!existsIn(particle, schema.version)) return;
    if (particle.min === 0 && depth > DEPTH_MAX) return;
    const extra = particle.max === 'unbounded' ? this.pick([0, 0, 1, 2, 4]) : this.pick([0, 1]);
    const times = particle.max === 1 ? Math.max(particle.min, extra) : particle.min + extra;
    for (let time = 0; time < times; time++) {
      if (particle.kind === 'element') {
        parent.children.push(this.draw(schema, particle.element, depth + 1));
      } else if (particle.kind === 'wildcard') {
        this.#drawWildcard(particle.namespaces, schema, parent);
      } else if (particle.kind === 'choice') {
        const items = particle.items.filter((item) => existsIn(item, schema.version));
        if (items.length > 0) this.#drawParticle(this.pick(items), schema, parent, depth);
      } else {
        for (const item of particle.items) this.#drawParticle(item, schema, parent, depth);
      }
    }
  }

  #drawWildcard(
    namespaces: 'other' | readonly string[],
    schema: SchemaVersion,
    parent: Draft,
  ): void {
    const allowed = this.#schemas.filter(({ namespace }) =>
      namespaces === 'other' ? namespace !== schema.namespace : namespaces.includes(namespace),
    );
    // Whole workflows may stand for an action too, by the letter, but would grow without end.
    const chosen = this.pick(allowed);
    const roots = [...chosen.roots.values()].filter((root) => root.name !== 'workflow-app');
    parent.children.push(this.draw(chosen, this.pick(roots)));
  }

  /** Changes one thing somewhere in the tree, often into something wrong. */
  mutate(root: Draft): void {
    const target = this.pick(flatten(root));
    const index = Math.floor(this.#random() * target.children.length);
    const child = target.children[index];
    const mutations: (() => void)[] = [
      () => this.#insertUnknown(target),
      () => target.attributes.set(this.pick(['name', 'to', 'path', 'foo']), this.pick(badTexts)),
      () => this.#changeAttribute(target),
      () => {
        target.text = this.pick([...badTexts, 'text']);
      },
      () => {
        target.name = this.pick(this.#names);
      },
      () => moveToNamespace(target, this.pick(this.#schemas).namespace),
    ];
    if (child !== undefined) {
      mutations.push(
        () => target.children.splice(index, 1),
        () => target.children.splice(index, 0, child),
        () => target.children.push(target.children.splice(index, 1)[0] as Draft),
        () => target.children.unshift(target.children.splice(index, 1)[0] as Draft),
        () => target.children.reverse(),
      );
    }
    this.pick(mutations)();
  }

  #insertUnknown(target: Draft): void {
    const at = Math.floor(this.#random() * (target.children.length + 1));
    const inserted: Draft = {
      name: this.pick(this.#names),
      namespace: target.namespace,
      attributes: new Map(),
      children: [],
      text: this.pick(['', 'x']),
    };
    target.children.splice(at, 0, inserted);
  }

  #changeAttribute(target: Draft): void {
    const names = [...target.attributes.keys()];
    if (names.length === 0) return;
    const name = this.pick(names);
    if (this.#random() < 0.5) target.attributes.delete(name);
    else target.attributes.set(name, this.pick(badTexts));
  }
}

function moveToNamespace(draft: Draft, namespace: string): void {
  const old = draft.namespace;
  for (const one of flatten(draft)) if (one.namespace === old) one.namespace = namespace;
}

function flatten(root: Draft): Draft[] {
  const all = [root];
  for (const draft of all) all.push(...draft.children);
  return all;
}

function namesIn(grammar: ElementGrammar): string[] {
  const names = new Set<string>();
  const collect = ({ name, content }: ElementGrammar): void => {
    const isKnown = names.has(name);
    names.add(name);
    // A name may stand for several tables, but one that nests in itself ends here.
    if (content.kind === 'elements' && !(isKnown && ['and', 'or'].includes(name))) {
      collectParticle(content.particle);
    }
  };
  const collectParticle = (particle: Particle): void => {
    if (particle.kind === 'element') collect(particle.element);
    else if (particle.kind !== 'wildcard') particle.items.forEach(collectParticle);
  };
  collect(grammar);
  return [...names];
}
