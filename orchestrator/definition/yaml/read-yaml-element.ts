/** Reads YAML values as elements, guided by the elements' grammar tables. */
import type { Element } from '../../../actions/contract/element.ts';
import type { ElementGrammar } from '../../../actions/contract/grammar.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import { compileElement } from '../grammar/compiled-element.ts';
import type { SchemaVersion } from '../grammar/schema-registry.ts';
import { expressionMarkup } from './expression-markup.ts';
import { type YamlField, yamlFields } from './yaml-fields.ts';
import type { YamlProblems } from './yaml-problems.ts';
import type { YamlEntry, YamlMapping, YamlNode } from './yaml-source.ts';

/** Reads the content of elements of one schema version. */
export class YamlElementReader {
  readonly #schema: SchemaVersion;
  readonly #problems: YamlProblems;
  readonly #nodeName: string | undefined;

  /** @param nodeName the action's, where some values have it as default */
  constructor(schema: SchemaVersion, problems: YamlProblems, nodeName?: string) {
    this.#schema = schema;
    this.#problems = problems;
    this.#nodeName = nodeName;
  }

  /** @param ignoredKeys keys of a mapping that mean something else than the content */
  read(
    grammar: ElementGrammar,
    node: YamlNode,
    position: SourcePosition,
    ignoredKeys: ReadonlySet<string> = new Set(),
  ): Element {
    if (grammar.yaml?.shape === 'properties') return this.#readProperties(grammar, node, position);
    if (grammar.content.kind === 'text' && !grammar.attributes?.length) {
      return this.#element(grammar, position, { text: this.#problems.text(node, grammar.name) });
    }
    if (grammar.yaml?.shape === 'text-attribute' && node.kind === 'text') {
      const [attribute] = grammar.attributes ?? [];
      const attributes = new Map([[attribute?.name ?? '', node.text]]);
      return this.#element(grammar, position, { attributes });
    }
    if (node.kind === 'list') return this.#readFreeList(grammar, node.items, position);
    const entries = this.#problems.entries(node, grammar.name);
    return this.#readMapping(
      grammar,
      entries.filter(({ key }) => !ignoredKeys.has(key)),
      position,
    );
  }

  #readMapping(
    grammar: ElementGrammar,
    entries: readonly YamlEntry[],
    position: SourcePosition,
  ): Element {
    const attributes = new Map<string, string>();
    const attributePositions = new Map<string, SourcePosition>();
    const { fields, listKey } = yamlFields(grammar, this.#schema.version);
    const attributeNames = compileElement(grammar, this.#schema.version).attributes;
    const byKey = new Map(fields.map((field) => [field.key, field]));
    const children = new Map<YamlField, Element[]>();
    let free: readonly Element[] = [];
    for (const entry of entries) {
      const field = byKey.get(entry.key);
      if (attributeNames.has(entry.key)) {
        attributes.set(entry.key, this.#problems.text(entry.value, entry.key));
        attributePositions.set(entry.key, entry.value.position);
      } else if (field !== undefined) {
        const read = this.#readField(field, entry);
        if (field.isFree) free = [...free, ...read];
        else children.set(field, read);
      } else if (entry.key === listKey) {
        free = [...free, ...this.#readFree(grammar, entry.value)];
      } else {
        this.#reportUnknown(grammar, entry, [...attributeNames.keys(), ...byKey.keys()], listKey);
      }
    }
    const ordered = fields.flatMap(
      (field) => children.get(field) ?? this.#defaultOf(field, position),
    );
    const all = [...ordered, ...free];
    return this.#element(grammar, position, { attributes, attributePositions, children: all });
  }

  #defaultOf({ element }: YamlField, position: SourcePosition): Element[] {
    if (element.yaml?.default !== 'node-name' || this.#nodeName === undefined) return [];
    return [this.#element(element, position, { text: this.#nodeName })];
  }

  #reportUnknown(
    grammar: ElementGrammar,
    entry: YamlEntry,
    known: readonly string[],
    listKey: string | undefined,
  ): void {
    const elsewhere = yamlFields(grammar, undefined).fields.some(({ key }) => key === entry.key);
    const attribute = grammar.attributes?.some(({ name }) => name === entry.key);
    if (elsewhere || attribute) {
      const found = `${entry.key} does not exist in ${this.#schema.namespace}`;
      const mend = 'name another version with `schema:`, or remove it';
      this.#problems.report(found, entry.position, mend);
      return;
    }
    const all = listKey === undefined ? known : [...known, listKey];
    this.#problems.reportKey(entry, grammar.name, all);
  }

  #readField(field: YamlField, entry: YamlEntry): Element[] {
    const { element } = field;
    const { value, position } = entry;
    if (element.content.kind === 'empty' && !element.attributes?.length) {
      return this.#readFlag(element, entry);
    }
    if (element.yaml?.shape === 'keyed' && value.kind === 'mapping') {
      return value.entries.map((pair) =>
        this.#element(element, pair.position, {
          text: `${pair.key}=${this.#problems.text(pair.value, pair.key)}`,
        }),
      );
    }
    if (field.isRepeated && value.kind === 'list' && !this.#isContent(element, value.items)) {
      return value.items.map((item) => this.read(element, item, item.position));
    }
    return [this.read(element, value, position)];
  }

  /** Whether a list is what one element holds, and not several elements of the kind. */
  #isContent(element: ElementGrammar, items: readonly YamlNode[]): boolean {
    const { fields, hasFree } = yamlFields(element, this.#schema.version);
    if (!hasFree) return false;
    const free = new Set(fields.filter(({ isFree }) => isFree).map(({ key }) => key));
    return items.every((item) => {
      if (item.kind !== 'mapping') return false;
      const [only, ...others] = item.entries;
      return only !== undefined && others.length === 0 && free.has(only.key);
    });
  }

  #readFlag(element: ElementGrammar, { value, position }: YamlEntry): Element[] {
    const text = this.#problems.text(value, element.name);
    if (text === 'true' || text === '') return [this.#element(element, position, {})];
    if (text !== 'false') {
      const found = `${element.name} is "${text}"`;
      this.#problems.report(found, value.position, 'it must be true or false');
    }
    return [];
  }

  /** A list of mappings with one key each: elements whose order matters. */
  #readFreeList(
    grammar: ElementGrammar,
    items: readonly YamlNode[],
    position: SourcePosition,
  ): Element {
    const { hasFree } = yamlFields(grammar, this.#schema.version);
    if (!hasFree) {
      const mend = 'write it as KEY: VALUE lines, indented';
      this.#problems.report(`${grammar.name} must be a mapping, found a list`, position, mend);
      return this.#element(grammar, position, {});
    }
    const children = items.flatMap((item) => this.#readFreeItem(grammar, item));
    return this.#element(grammar, position, { children });
  }

  #readFree(grammar: ElementGrammar, node: YamlNode): Element[] {
    const items = node.kind === 'list' ? node.items : [node];
    return items.flatMap((item) => this.#readFreeItem(grammar, item));
  }

  #readFreeItem(grammar: ElementGrammar, item: YamlNode): Element[] {
    const { fields } = yamlFields(grammar, this.#schema.version);
    return this.#problems.entries(item, `an item of ${grammar.name}`).flatMap((entry) => {
      const field = fields.find(({ key, isFree }) => isFree && key === entry.key);
      if (field !== undefined) return this.#readField(field, entry);
      const keys = fields.filter(({ isFree }) => isFree).map(({ key }) => key);
      this.#reportUnknown(grammar, entry, keys, undefined);
      return [];
    });
  }

  #readProperties(grammar: ElementGrammar, node: YamlNode, position: SourcePosition): Element {
    const children =
      node.kind === 'list'
        ? node.items.map((item) => this.#readListedProperty(item))
        : this.#problems
            .entries(node, grammar.name)
            .map((entry) => this.#property(entry.key, entry.value, entry.position));
    return this.#element(grammar, position, { children });
  }

  #readListedProperty(item: YamlNode): Element {
    const entries = this.#problems.entries(item, 'a property');
    const name = entries.find(({ key }) => key === 'name');
    if (name === undefined && item.kind === 'mapping') {
      this.#problems.report('a property has no name', item.position, 'add name: …');
    }
    const rest = entries.filter(({ key }) => key !== 'name');
    const mapping: YamlMapping = { kind: 'mapping', entries: rest, position: item.position };
    const text = name === undefined ? '' : this.#problems.text(name.value, 'name');
    return this.#property(text, mapping, item.position);
  }

  /** A property, whose value is a text or a mapping of `value` and `description`. */
  #property(name: string, node: YamlNode, position: SourcePosition): Element {
    const children = [this.#named('name', name, position)];
    if (node.kind === 'mapping') {
      for (const key of ['value', 'description']) {
        const entry = node.entries.find((one) => one.key === key);
        if (entry === undefined || (entry.value.kind === 'text' && entry.value.isAbsent)) continue;
        const text = this.#problems.text(entry.value, key);
        children.push(this.#named(key, text, entry.position));
      }
      for (const entry of node.entries) {
        if (entry.key === 'value' || entry.key === 'description') continue;
        this.#problems.reportKey(entry, name, ['value', 'description']);
      }
    } else if (node.kind !== 'text' || !node.isAbsent) {
      children.push(this.#named('value', this.#problems.text(node, name), node.position));
    }
    return {
      name: 'property',
      namespace: this.#schema.namespace,
      attributes: new Map(),
      children,
      text: '',
      position,
    };
  }

  #named(name: string, text: string, position: SourcePosition): Element {
    const { namespace } = this.#schema;
    const element = { name, namespace, attributes: new Map(), children: [], text, position };
    const markup = expressionMarkup(text);
    return markup === undefined ? element : { ...element, markup };
  }

  #element(grammar: ElementGrammar, position: SourcePosition, parts: Partial<Element>): Element {
    return { ...this.#named(grammar.name, parts.text ?? '', position), ...parts };
  }
}
