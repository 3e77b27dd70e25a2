/**
 * Turns the particle of a grammar table into a deterministic automaton (Glushkov's construction:
 * one state for each place where an element may stand), which reads children in linear time and
 * can say at every point what may come next.
 */
import {
  type ElementGrammar,
  existsIn,
  type Particle,
  type WildcardParticle,
} from '../../../actions/contract/grammar.ts';

export interface ContentModel {
  /** Before the first child. */
  readonly start: ContentState;
  /** The first place of each child that may stand anywhere in the content. */
  readonly known: ReadonlyMap<string, ContentState>;
}

export interface ContentState {
  /** Places are numbered in the order of the table; the start is -1. */
  readonly index: number;
  /** What stands at this place; undefined at the start and for wildcards. */
  readonly element: ElementGrammar | undefined;
  /** What may follow, by the child's name. */
  readonly next: Map<string, ContentState>;
  readonly nextWildcards: { readonly wildcard: WildcardParticle; readonly state: ContentState }[];
  /** Whether the content may end here. */
  accepting: boolean;
}

interface Fragment {
  readonly nullable: boolean;
  readonly first: readonly Place[];
  readonly last: readonly Place[];
}

interface Place {
  readonly state: ContentState;
  readonly wildcard: WildcardParticle | undefined;
}

const emptyFragment: Fragment = { nullable: true, first: [], last: [] };

export function compileContentModel(particle: Particle, version: string): ContentModel {
  return new Compiler(version).compile(particle);
}

class Compiler {
  readonly #version: string;
  readonly #known = new Map<string, ContentState>();
  #index = 0;

  constructor(version: string) {
    this.#version = version;
  }

  compile(particle: Particle): ContentModel {
    const start = newState(-1, undefined);
    const whole = this.#fragment(particle);
    link([{ state: start, wildcard: undefined }], whole.first);
    start.accepting = whole.nullable;
    for (const place of whole.last) place.state.accepting = true;
    return { start, known: this.#known };
  }

  #fragment(particle: Particle): Fragment {
    if (!existsIn(particle, this.#version)) return emptyFragment;
    const copies = Array.from({ length: Math.max(1, particle.min) }, () => this.#once(particle));
    if (particle.max === 'unbounded') {
      const last = copies.at(-1) as Fragment;
      link(last.last, last.first);
    }
    const all = inSequence(copies);
    return particle.min === 0 ? { ...all, nullable: true } : all;
  }

  #once(particle: Particle): Fragment {
    if (particle.kind === 'element' || particle.kind === 'wildcard') return this.#place(particle);
    const present = particle.items.filter((item) => existsIn(item, this.#version));
    const items = present.map((item) => this.#fragment(item));
    return particle.kind === 'sequence' ? inSequence(items) : inChoice(items);
  }

  #place(particle: Extract<Particle, { kind: 'element' | 'wildcard' }>): Fragment {
    const element = particle.kind === 'element' ? particle.element : undefined;
    const state = newState(this.#index++, element);
    if (element !== undefined && !this.#known.has(element.name)) {
      this.#known.set(element.name, state);
    }
    const place = { state, wildcard: particle.kind === 'wildcard' ? particle : undefined };
    return { nullable: false, first: [place], last: [place] };
  }
}

function newState(index: number, element: ElementGrammar | undefined): ContentState {
  return { index, element, next: new Map(), nextWildcards: [], accepting: false };
}

function inSequence(fragments: readonly Fragment[]): Fragment {
  let whole = emptyFragment;
  for (const fragment of fragments) {
    link(whole.last, fragment.first);
    whole = {
      nullable: whole.nullable && fragment.nullable,
      first: whole.nullable ? [...whole.first, ...fragment.first] : whole.first,
      last: fragment.nullable ? [...whole.last, ...fragment.last] : fragment.last,
    };
  }
  return whole;
}

function inChoice(fragments: readonly Fragment[]): Fragment {
  return {
    nullable: fragments.length === 0 || fragments.some((fragment) => fragment.nullable),
    first: fragments.flatMap((fragment) => fragment.first),
    last: fragments.flatMap((fragment) => fragment.last),
  };
}

function link(from: readonly Place[], to: readonly Place[]): void {
  for (const source of from) {
    for (const target of to) {
      const { element } = target.state;
      if (target.wildcard !== undefined) {
        source.state.nextWildcards.push({ wildcard: target.wildcard, state: target.state });
      } else if (element !== undefined && !source.state.next.has(element.name)) {
        source.state.next.set(element.name, target.state);
      }
    }
  }
}
