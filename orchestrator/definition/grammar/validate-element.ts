/** Checks a tree of elements against the grammar tables, as a schema processor would. */
import type { Element } from '../../../actions/contract/element.ts';
import type { ElementGrammar, WildcardParticle } from '../../../actions/contract/grammar.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import { type Problem, problem } from '../problem.ts';
import { type CompiledElement, compileElement } from './compiled-element.ts';
import type { ContentModel, ContentState } from './content-model.ts';
import { describeNext, mendAttribute, mendChild, missingElements } from './schema-mend.ts';
import { findSchema, isWorkflowSchema, type SchemaVersion } from './schema-registry.ts';
import { textTypes } from './text-type.ts';

/**
 * Reports every deviation from the tables, in document order, as E0701. After a mistake it goes on
 * where it makes sense, so that one mistake is one problem.
 */
export function validateElement(
  element: Element,
  grammar: ElementGrammar,
  schema: SchemaVersion,
): Problem[] {
  const validator = new ElementValidator();
  validator.check(element, grammar, schema);
  return validator.problems;
}

class ElementValidator {
  readonly problems: Problem[] = [];

  check(element: Element, grammar: ElementGrammar, schema: SchemaVersion): void {
    const compiled = compileElement(grammar, schema.version);
    this.#checkAttributes(element, compiled, schema);
    const { content } = compiled;
    if (content.kind === 'elements') {
      this.#checkChildren(element, compiled, content.model, schema);
      return;
    }
    const [firstChild] = element.children;
    if (firstChild !== undefined) {
      this.#report(
        `<${element.name}> may not hold elements, found <${firstChild.name}>`,
        firstChild.position,
        `remove <${firstChild.name}>`,
      );
    }
    if (content.kind === 'text') this.#checkText(element, content.type);
    else if (element.text !== '') {
      this.#report(
        `<${element.name}> must be empty, found ${quote(element.text)}`,
        element.position,
        `write <${element.name}/>`,
      );
    }
  }

  #checkAttributes(element: Element, compiled: CompiledElement, schema: SchemaVersion): void {
    for (const [name, value] of element.attributes) {
      const attribute = compiled.attributes.get(name);
      const position = element.attributePositions?.get(name) ?? element.position;
      if (attribute === undefined) {
        const mend = mendAttribute(name, compiled, schema);
        this.#report(`attribute ${name} is not allowed in <${element.name}>`, position, mend);
      } else if (!textTypes[attribute.type].accepts(value)) {
        const { description } = textTypes[attribute.type];
        const where = `attribute ${name} of <${element.name}>`;
        this.#report(`${where} is ${quote(value)}`, position, `it must be ${description}`);
      }
    }
    for (const name of compiled.requiredAttributes) {
      if (element.attributes.has(name)) continue;
      const found = `attribute ${name} of <${element.name}> is missing`;
      this.#report(found, element.position, `write <${element.name} ${name}="…">`);
    }
  }

  #checkText(element: Element, type: keyof typeof textTypes): void {
    if (textTypes[type].accepts(element.text)) return;
    const { description } = textTypes[type];
    const found = `<${element.name}> is ${quote(element.text)}`;
    this.#report(found, element.position, `it must be ${description}`);
  }

  #checkChildren(
    element: Element,
    compiled: CompiledElement,
    model: ContentModel,
    schema: SchemaVersion,
  ): void {
    if (element.text.trim() !== '') {
      this.#report(
        `<${element.name}> may not hold text, found ${quote(element.text)}`,
        element.position,
        'remove the text, or put it into the element that it belongs to',
      );
    }
    let state = model.start;
    let hasMisplaced = false;
    for (const [index, child] of element.children.entries()) {
      const next = this.#nextState(state, child, element);
      if (next !== undefined) {
        state = next.state;
        this.check(child, next.grammar, next.schema);
        continue;
      }
      hasMisplaced = true;
      const after = this.#recover(state, child, element, index, model, schema);
      const missing = after.index > state.index ? missingElements(state, child.name) : '';
      if (missing !== '') {
        const found = `${missing} of <${element.name}> is missing before <${child.name}>`;
        this.#report(found, child.position, `add ${missing}`);
      } else this.#reportMisplaced(child, element, compiled, state, schema);
      state = after;
    }
    if (!state.accepting && !hasMisplaced) {
      const missing = missingElements(state, undefined) || describeNext(state);
      const found = `<${element.name}> is not complete: ${missing} is missing`;
      this.#report(found, element.position, `add ${missing}`);
    }
  }

  #nextState(state: ContentState, child: Element, parent: Element): Step | undefined {
    const next = child.namespace === parent.namespace ? state.next.get(child.name) : undefined;
    if (next?.element !== undefined) {
      const schema = findSchema(parent.namespace);
      return schema && { state: next, grammar: next.element, schema };
    }
    for (const { wildcard, state: after } of state.nextWildcards) {
      if (!wildcardAccepts(wildcard, child.namespace, parent.namespace)) continue;
      const schema = findSchema(child.namespace);
      const grammar = schema?.roots.get(child.name);
      if (schema === undefined || !isWorkflowSchema(schema)) continue;
      if (grammar !== undefined) return { state: after, grammar, schema };
    }
    return undefined;
  }

  #reportMisplaced(
    child: Element,
    parent: Element,
    compiled: CompiledElement,
    state: ContentState,
    schema: SchemaVersion,
  ): void {
    const namespace =
      child.namespace === parent.namespace ? '' : ` of namespace ${child.namespace || '(none)'}`;
    this.#report(
      `<${child.name}>${namespace} is not allowed at this place of <${parent.name}>`,
      child.position,
      mendChild(child, parent, compiled, state, schema),
    );
  }

  /**
   * Checks the misplaced child for itself, and says where to go on: at the child's own place if it
   * is further on and nothing that should have come before it follows later.
   */
  #recover(
    state: ContentState,
    child: Element,
    parent: Element,
    index: number,
    model: ContentModel,
    schema: SchemaVersion,
  ): ContentState {
    if (child.namespace !== parent.namespace) {
      const own = findSchema(child.namespace);
      const root = own?.roots.get(child.name);
      if (own !== undefined && root !== undefined) this.check(child, root, own);
      const isForeignAction = state.nextWildcards[0]?.wildcard.namespaces === 'other';
      return isForeignAction ? (state.nextWildcards[0]?.state ?? state) : state;
    }
    const known = model.known.get(child.name);
    if (known?.element === undefined) return this.#skipUnknown(state);
    this.check(child, known.element, schema);
    if (known.index <= state.index) return state;
    const rest = parent.children.slice(index + 1, index + 1 + LOOK_AHEAD_MAX);
    const followsLater = rest.some(
      (later) => later.name !== child.name && state.next.has(later.name),
    );
    return followsLater ? state : known;
  }

  /** An unknown element where an action's element is wanted was probably meant to be that. */
  #skipUnknown(state: ContentState): ContentState {
    const [first] = state.nextWildcards;
    return first?.wildcard.namespaces === 'other' ? first.state : state;
  }

  #report(found: string, position: SourcePosition, mend: string): void {
    if (this.problems.length >= PROBLEMS_MAX) return;
    this.problems.push(problem('E0701', [found], { phase: 'schema', position, mend }));
  }
}

interface Step {
  readonly state: ContentState;
  readonly grammar: ElementGrammar;
  readonly schema: SchemaVersion;
}

/** Nobody mends more mistakes than this from one list. */
const PROBLEMS_MAX = 1_000;

/** How many siblings are looked at to understand a misplaced one; bounds the work per mistake. */
const LOOK_AHEAD_MAX = 64;

/** The longest piece of a text that a message repeats. */
const QUOTE_LENGTH_MAX = 60;

function quote(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' && text !== '') return 'white space';
  return trimmed.length > QUOTE_LENGTH_MAX
    ? `"${trimmed.slice(0, QUOTE_LENGTH_MAX)}…"`
    : `"${trimmed}"`;
}

function wildcardAccepts(
  wildcard: WildcardParticle,
  namespace: string,
  parentNamespace: string,
): boolean {
  if (wildcard.namespaces === 'other') return namespace !== parentNamespace && namespace !== '';
  return wildcard.namespaces.includes(namespace);
}
