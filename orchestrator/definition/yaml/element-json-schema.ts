/** JSON Schemas of the YAML values that elements are written as, from the elements' tables. */
import { workflowPrepare } from '../../../actions/contract/file-operation-elements.ts';
import type { AttributeGrammar, ElementGrammar } from '../../../actions/contract/grammar.ts';
import { configuration, launcher, prepare } from '../../../actions/contract/shared-elements.ts';
import { logicalOperators } from '../grammar/coordinator-grammar.ts';
import { textTypes } from '../grammar/text-type.ts';
import { type YamlField, yamlFields } from './yaml-fields.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

/** Any text; numbers and booleans need no quotes. */
export const textSchema: JsonSchema = { type: ['string', 'number', 'boolean'] };

const propertyValue: JsonSchema = {
  type: 'object',
  properties: { value: textSchema, description: textSchema },
  additionalProperties: false,
};

/** Properties by name, or as a list where a name stands twice. */
export const propertiesSchema: JsonSchema = {
  anyOf: [
    {
      type: 'object',
      additionalProperties: {
        anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, propertyValue],
      },
    },
    {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: textSchema, value: textSchema, description: textSchema },
        required: ['name'],
        additionalProperties: false,
      },
    },
  ],
};

/**
 * Elements that several types share, by the name of their definition; the other elements of that
 * name stand where they are used.
 */
export const sharedElements: ReadonlyMap<string, ElementGrammar> = new Map(
  [configuration, launcher, prepare, workflowPrepare].map((element) => [
    element === workflowPrepare ? 'workflow-prepare' : element.name,
    element,
  ]),
);

/** Elements that may hold themselves, which only a reference can say. */
export const recursiveElements: ReadonlyMap<string, ElementGrammar> = new Map(
  logicalOperators.map((element) => [element.name, element]),
);

const sharedNames = new Map(
  [...sharedElements, ...recursiveElements].map(([name, element]) => [element, name]),
);

/** @param extra further keys of the mapping, such as the one that names a schema version */
export function elementJsonSchema(
  grammar: ElementGrammar,
  extra: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const described = grammar.summary === undefined ? {} : { description: grammar.summary };
  return { ...described, ...valueSchema(grammar, extra) };
}

function valueSchema(
  grammar: ElementGrammar,
  extra: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const { attributes = [], content, yaml } = grammar;
  if (yaml?.shape === 'properties') return { $ref: '#/$defs/properties' };
  if (content.kind === 'text' && attributes.length === 0) return { $ref: '#/$defs/text' };
  if (content.kind === 'empty' && attributes.length === 0) return { type: 'boolean' };
  const mapping = mappingSchema(grammar, extra);
  if (yaml?.shape === 'text-attribute') return { anyOf: [{ $ref: '#/$defs/text' }, mapping] };
  const { fields, hasFree } = yamlFields(grammar, undefined);
  return hasFree ? { anyOf: [mapping, listSchema(fields)] } : mapping;
}

function mappingSchema(
  grammar: ElementGrammar,
  extra: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const { fields, listKey } = yamlFields(grammar, undefined);
  const { attributes = [] } = grammar;
  const properties: Record<string, JsonSchema> = { ...extra };
  for (const attribute of attributes) properties[attribute.name] = attributeSchema(attribute);
  for (const field of fields) properties[field.key] = fieldSchema(field);
  if (listKey !== undefined) properties[listKey] = listSchema(fields);
  const required = [
    ...attributes.filter((one) => one.required && isInAllVersions(one)).map(({ name }) => name),
    ...requiredKeys(grammar, fields),
  ];
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function attributeSchema({ type }: AttributeGrammar): JsonSchema {
  const { pattern } = textTypes[type];
  return pattern === undefined ? { $ref: '#/$defs/text' } : { type: 'string', pattern };
}

function fieldSchema({ element, isRepeated }: YamlField): JsonSchema {
  const shared = sharedNames.get(element);
  if (shared !== undefined) {
    const reference = { $ref: `#/$defs/${shared}` };
    return isRepeated ? { anyOf: [reference, { type: 'array', items: reference }] } : reference;
  }
  const one = elementJsonSchema(element);
  if (element.yaml?.shape === 'keyed') {
    return {
      ...one,
      $ref: undefined,
      anyOf: [
        { type: 'object', additionalProperties: { $ref: '#/$defs/text' } },
        { type: 'array', items: { $ref: '#/$defs/text' } },
        { type: 'string' },
      ],
    };
  }
  return isRepeated ? { anyOf: [one, { type: 'array', items: one }] } : one;
}

/** Elements in any order: a list of mappings with one key each. */
function listSchema(fields: readonly YamlField[]): JsonSchema {
  const free = fields.filter((field) => field.isFree);
  const properties = Object.fromEntries(
    free.map((field) => [field.key, fieldSchema({ ...field, isRepeated: false })]),
  );
  const item = {
    type: 'object',
    properties,
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  };
  return { type: 'array', items: item };
}

function isInAllVersions(range: { since?: string; until?: string }): boolean {
  return range.since === undefined && range.until === undefined;
}

/** Keys of elements that every version of the schema demands. */
function requiredKeys(grammar: ElementGrammar, fields: readonly YamlField[]): string[] {
  if (grammar.content.kind !== 'elements') return [];
  const { particle } = grammar.content;
  if (particle.kind !== 'sequence') return [];
  return particle.items.flatMap((item) => {
    if (item.kind !== 'element' || item.min === 0 || !isInAllVersions(item)) return [];
    if (item.element.yaml?.default !== undefined) return [];
    return fields.filter((field) => field.element === item.element).map((field) => field.key);
  });
}
