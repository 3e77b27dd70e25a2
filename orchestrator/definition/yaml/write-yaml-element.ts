/** Turns elements into the YAML values that are read as the same elements again. */
import type { Element } from '../../../actions/contract/element.ts';
import { child } from '../../../actions/contract/element.ts';
import type { ElementGrammar } from '../../../actions/contract/grammar.ts';
import { type YamlField, yamlFields } from './yaml-fields.ts';

/**
 * What the YAML library writes: texts, lists, mappings; null is an absent value. Mappings whose
 * keys users choose are maps, as objects would reorder keys that look like numbers.
 */
export type YamlValue =
  | string
  | true
  | null
  | YamlValue[]
  | { [key: string]: YamlValue }
  | Map<string, YamlValue>;

export function writeYamlElement(
  element: Element,
  grammar: ElementGrammar,
  version: string,
): YamlValue {
  if (grammar.yaml?.shape === 'properties') return writeProperties(element.children);
  if (grammar.content.kind === 'text' && element.attributes.size === 0) return element.text;
  if (grammar.yaml?.shape === 'text-attribute' && element.attributes.size === 1) {
    return [...element.attributes.values()][0] ?? '';
  }
  const { fields, hasFree, listKey } = yamlFields(grammar, version);
  const free = fields.filter((field) => field.isFree);
  const freeChildren = element.children.filter((one) => fieldOf(one, free) !== undefined);
  const mapping = Object.fromEntries<YamlValue>(element.attributes);
  for (const field of fields) {
    if (field.isFree) continue;
    const children = element.children.filter((one) => one.name === field.element.name);
    if (children.length > 0) mapping[field.key] = writeField(field, children, version);
  }
  if (!hasFree) return mapping;
  const list = freeChildren.map((one) => writeFree(one, free, version));
  const names = new Set(freeChildren.map((one) => one.name));
  if (listKey === undefined && names.size === freeChildren.length) {
    return Object.assign(mapping, ...list);
  }
  const alike = alikeField(freeChildren, free, version);
  if (alike !== undefined) {
    mapping[alike.key] = freeChildren.map((one) => writeOne(one, alike, version));
    return mapping;
  }
  if (Object.keys(mapping).length === 0 || listKey === undefined) return list;
  if (list.length > 0) mapping[listKey] = list;
  return mapping;
}

function fieldOf(element: Element, fields: readonly YamlField[]): YamlField | undefined {
  return fields.find((field) => field.element.name === element.name);
}

function writeFree(
  element: Element,
  fields: readonly YamlField[],
  version: string,
): { [key: string]: YamlValue } {
  const field = fieldOf(element, fields) as YamlField;
  return { [field.key]: writeOne(element, field, version) };
}

/**
 * The one kind that all are of: their order needs no list of kinds. Not where an element holds such
 * a list itself, which a list of elements could be taken for.
 */
function alikeField(
  children: readonly Element[],
  fields: readonly YamlField[],
  version: string,
): YamlField | undefined {
  const [first, ...others] = children;
  if (first === undefined || others.some((one) => one.name !== first.name)) return undefined;
  const field = fieldOf(first, fields) as YamlField;
  return yamlFields(field.element, version).hasFree ? undefined : field;
}

function writeField(field: YamlField, children: readonly Element[], version: string): YamlValue {
  if (field.element.yaml?.shape === 'keyed') return writeKeyed(children);
  const values = children.map((one) => writeOne(one, field, version));
  return field.isRepeated ? values : (values[0] ?? null);
}

function writeOne(element: Element, { element: grammar }: YamlField, version: string): YamlValue {
  const isFlag = grammar.content.kind === 'empty' && !grammar.attributes?.length;
  return isFlag ? true : writeYamlElement(element, grammar, version);
}

/** `KEY=VALUE` texts as a mapping, or as they are if that would lose something. */
function writeKeyed(children: readonly Element[]): YamlValue {
  const pairs = children.map(({ text }) => /^([^=]+)=(.*)$/s.exec(text));
  const keys = new Set(pairs.map((pair) => pair?.[1]));
  if (keys.has(undefined) || keys.size < children.length) return children.map(({ text }) => text);
  return new Map(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

/** Properties as a mapping, or as a list if names are used twice. */
export function writeProperties(properties: readonly Element[]): YamlValue {
  const read = properties.map((property) => ({
    name: child(property, 'name')?.text ?? '',
    value: child(property, 'value')?.text,
    description: child(property, 'description')?.text,
  }));
  const hasDuplicates = new Set(read.map(({ name }) => name)).size < read.length;
  if (hasDuplicates) {
    return read.map(({ name, value, description }) => ({ name, ...written(value, description) }));
  }
  return new Map(
    read.map(({ name, value, description }) => [
      name,
      description === undefined ? (value ?? null) : written(value, description),
    ]),
  );
}

function written(
  value: string | undefined,
  description: string | undefined,
): { [key: string]: YamlValue } {
  return {
    ...(value === undefined ? {} : { value }),
    ...(description === undefined ? {} : { description }),
  };
}
