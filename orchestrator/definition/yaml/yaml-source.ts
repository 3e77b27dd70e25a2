/** A YAML file: its syntax tree, with positions and problems in our terms. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import type { DefinitionLimits } from '../definition-limits.ts';
import { type Problem, problem } from '../problem.ts';
import { SourceText } from '../source-text.ts';

/** A value without aliases and tags: all that the readers see. */
export type YamlNode = YamlText | YamlList | YamlMapping;

interface Located {
  readonly position: SourcePosition;
}

export interface YamlText extends Located {
  readonly kind: 'text';
  /** As written: `1.10` stays `1.10`. */
  readonly text: string;
  /** Whether nothing is written at all, as in `region:`. */
  readonly isAbsent: boolean;
}

export interface YamlList extends Located {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlMapping extends Located {
  readonly kind: 'mapping';
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly position: SourcePosition;
  readonly value: YamlNode;
}

export interface YamlSource {
  /** Undefined when the text is not YAML; `problems` says why. */
  readonly root: YamlNode | undefined;
  readonly problems: readonly Problem[];
}

/** All values are texts to us, whatever YAML would make of `on`, `1e3` or `2024-01-01`. */
export function readYaml(text: string, file: string, limits: DefinitionLimits): YamlSource {
  const source = new SourceText(file, text);
  try {
    const document = parseDocument(text, { schema: 'failsafe', keepSourceTokens: false });
    const problems = document.errors.map((error) => {
      // What follows the first line of the message is a drawing of the place.
      const [message = ''] = error.message.replace(/ at line \d+, column \d+/, '').split(/:?\n/);
      return syntaxProblem(message, source.position(error.pos[0]));
    });
    if (problems.length > 0) return { root: undefined, problems };
    const converter = new Converter(document, source, limits);
    return { root: converter.convert(document.contents, 0), problems: [] };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { root: undefined, problems: [syntaxProblem(error.message, error.position)] };
    }
    // The parser recurses; so deep a nesting is never meant.
    if (!(error instanceof RangeError)) throw error;
    const found = syntaxProblem('values are nested too deeply', source.position(0));
    return { root: undefined, problems: [found] };
  }
}

function syntaxProblem(message: string, position: SourcePosition): Problem {
  return problem('HOWDAH_YAML_SYNTAX', [message], {
    phase: 'schema',
    position,
    mend: 'make the file well-formed YAML 1.2',
  });
}

/** Well-formed YAML that we do not read: too large, or no definition could look so. */
class Unreadable extends Error {
  readonly position: SourcePosition;

  constructor(message: string, position: SourcePosition) {
    super(message);
    this.position = position;
  }
}

type Document = ReturnType<typeof parseDocument>;

class Converter {
  readonly #document: Document;
  readonly #source: SourceText;
  readonly #limits: DefinitionLimits;
  #aliases = 0;
  #nodes = 0;

  constructor(document: Document, source: SourceText, limits: DefinitionLimits) {
    this.#document = document;
    this.#source = source;
    this.#limits = limits;
  }

  convert(node: unknown, depth: number): YamlNode {
    const position = this.#position(node);
    const { depthMax, elementsMax } = this.#limits;
    if (depth > depthMax)
      throw new Unreadable(`values are nested deeper than ${depthMax}`, position);
    if (++this.#nodes > elementsMax) {
      throw new Unreadable(`there are more than ${elementsMax} values`, position);
    }
    if (isAlias(node)) {
      if (++this.#aliases > this.#limits.aliasesMax) {
        throw new Unreadable(`there are more than ${this.#limits.aliasesMax} aliases`, position);
      }
      const target = node.resolve(this.#document);
      if (target === undefined) throw new Unreadable(`no anchor is named ${node.source}`, position);
      return this.convert(target, depth + 1);
    }
    if (isMap(node)) return this.#mapping(node, position, depth);
    if (isSeq(node)) return this.#list(node, position, depth);
    if (isScalar(node)) return textOf(node, position);
    return { kind: 'text', text: '', isAbsent: true, position };
  }

  #mapping(node: YAMLMap, position: SourcePosition, depth: number): YamlMapping {
    const entries = node.items.map((pair: Pair) => {
      const key = isScalar(pair.key) ? textOf(pair.key, position).text : undefined;
      const keyPosition = this.#position(pair.key);
      if (key === undefined) throw new Unreadable('a key must be a plain text', keyPosition);
      const value = this.convert(pair.value, depth + 1);
      const isPlaced = isScalar(pair.value) || isMap(pair.value) || isSeq(pair.value);
      return {
        key,
        position: keyPosition,
        value: isPlaced ? value : { ...value, position: keyPosition },
      };
    });
    return { kind: 'mapping', entries, position };
  }

  #list(node: YAMLSeq, position: SourcePosition, depth: number): YamlList {
    return {
      kind: 'list',
      items: node.items.map((item) => this.convert(item, depth + 1)),
      position,
    };
  }

  #position(node: unknown): SourcePosition {
    const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
    return this.#source.position(range?.[0] ?? 0);
  }
}

function textOf(node: Scalar, position: SourcePosition): YamlText {
  const text = typeof node.value === 'string' ? node.value : '';
  return { kind: 'text', text, isAbsent: node.type === 'PLAIN' && text === '', position };
}
