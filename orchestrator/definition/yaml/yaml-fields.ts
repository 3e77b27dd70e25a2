/** Which YAML keys an element's content has, taken from its grammar table. */
import { type ElementGrammar, existsIn, type Particle } from '../../../actions/contract/grammar.ts';

/** One key of a mapping that stands for an element's content. */
export interface YamlField {
  readonly key: string;
  readonly element: ElementGrammar;
  /** Whether the element may stand several times. */
  readonly isRepeated: boolean;
  /** Whether it is one of the elements that stand in any order. */
  readonly isFree: boolean;
}

export interface YamlFields {
  /** In the order of the table. */
  readonly fields: readonly YamlField[];
  /** The key that lists elements in any order; undefined where nothing stands beside them. */
  readonly listKey: string | undefined;
  readonly hasFree: boolean;
}

const known = new WeakMap<ElementGrammar, Map<string, YamlFields>>();

/** The key of an element in YAML. */
export function yamlKey(element: ElementGrammar): string {
  return element.yaml?.key ?? element.name;
}

/** @param version of the schema; `undefined` takes in every version */
export function yamlFields(element: ElementGrammar, version: string | undefined): YamlFields {
  const versions = known.get(element) ?? new Map<string, YamlFields>();
  known.set(element, versions);
  const cached = versions.get(version ?? '');
  if (cached !== undefined) return cached;
  const collector = new FieldCollector(version);
  if (element.content.kind === 'elements') collector.collect(element.content.particle, false);
  const fields = collector.result();
  versions.set(version ?? '', fields);
  return fields;
}

class FieldCollector {
  readonly #version: string | undefined;
  readonly #fields = new Map<string, YamlField>();
  #listKey: string | undefined;

  constructor(version: string | undefined) {
    this.#version = version;
  }

  collect(particle: Particle, isFree: boolean): void {
    if (particle.kind === 'wildcard') return;
    if (this.#version !== undefined && !existsIn(particle, this.#version)) return;
    if (particle.kind === 'element') {
      const { element } = particle;
      const key = yamlKey(element);
      const before = this.#fields.get(key);
      const isRepeated = particle.max === 'unbounded' || isFree || before?.isRepeated === true;
      this.#fields.set(key, { key, element, isRepeated, isFree });
      return;
    }
    const isAnyOrder = particle.kind === 'choice' && particle.max === 'unbounded';
    if (isAnyOrder) this.#listKey = particle.yamlKey;
    for (const item of particle.items) this.collect(item, isFree || isAnyOrder);
  }

  result(): YamlFields {
    const fields = [...this.#fields.values()];
    return { fields, listKey: this.#listKey, hasFree: fields.some((field) => field.isFree) };
  }
}
