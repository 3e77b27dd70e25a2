/** Values for a JSON Schema of the OpenAPI document: some that fit it, some that do not. */
import fc from 'fast-check';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

/** One in this many values is of another kind than the schema wants. */
const WRONG_ONE_IN = 5;

export function valueOfSchema(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: WRONG_ONE_IN - 1, arbitrary: fittingValueOf(schema) },
    { weight: 1, arbitrary: fc.anything({ maxDepth: 2 }).filter(isJson) },
  );
}

function fittingValueOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valueOfSchema));
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -10, max: Math.min(schema.maximum ?? 1e6, 1e6) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOfSchema(schema.items ?? {}), { maxLength: 3 });
    case 'object':
      return objectOf(schema);
    default:
      return fc.string({ unit: 'binary', minLength: schema.minLength ?? 0, maxLength: 50 });
  }
}

function objectOf(schema: Schema): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, valueOfSchema(member)]),
  );
  const known = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
  if (typeof additionalProperties !== 'object') return known;
  const others = fc.dictionary(fc.string(), valueOfSchema(additionalProperties), { maxKeys: 3 });
  return fc.tuple(others, known).map(([more, value]) => ({ ...more, ...value }));
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
