/** A grammar table narrowed to one version of its schema, ready for checking elements. */
import {
  type AttributeGrammar,
  type Content,
  type ElementGrammar,
  existsIn,
  type TextTypeName,
} from '../../../actions/contract/grammar.ts';
import { type ContentModel, compileContentModel } from './content-model.ts';

export interface CompiledElement {
  readonly grammar: ElementGrammar;
  readonly attributes: ReadonlyMap<string, AttributeGrammar>;
  readonly requiredAttributes: readonly string[];
  readonly content:
    | { readonly kind: 'empty' }
    | { readonly kind: 'text'; readonly type: TextTypeName }
    | { readonly kind: 'elements'; readonly model: ContentModel };
}

/** Tables are constants, so what was compiled once is kept. */
const compiled = new WeakMap<ElementGrammar, Map<string, CompiledElement>>();

export function compileElement(grammar: ElementGrammar, version: string): CompiledElement {
  let versions = compiled.get(grammar);
  if (versions === undefined) {
    versions = new Map();
    compiled.set(grammar, versions);
  }
  let result = versions.get(version);
  if (result === undefined) {
    result = compile(grammar, version);
    versions.set(version, result);
  }
  return result;
}

function compile(grammar: ElementGrammar, version: string): CompiledElement {
  const attributes = (grammar.attributes ?? []).filter((entry) => existsIn(entry, version));
  return {
    grammar,
    attributes: new Map(attributes.map((entry) => [entry.name, entry])),
    requiredAttributes: attributes.filter((entry) => entry.required).map((entry) => entry.name),
    content: compileContent(grammar.content, version),
  };
}

function compileContent(content: Content, version: string): CompiledElement['content'] {
  if (content.kind !== 'elements') return content;
  const model = compileContentModel(content.particle, version);
  // In versions in which none of the children exist yet, not even white space may stand inside.
  const isEmpty = model.known.size === 0 && model.start.nextWildcards.length === 0;
  return isEmpty ? { kind: 'empty' } : { kind: 'elements', model };
}
