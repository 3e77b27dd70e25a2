/** The values of expressions and how they become text. */
import { formatDouble } from './java-double.ts';

/**
 * A whole number is a bigint within 64 bits (Java's Long, and Integer where Oozie has one), one
 * with a point a number (Java's Double).
 */
export type ElValue =
  | null
  | boolean
  | string
  | bigint
  | number
  | readonly ElValue[]
  | ElMap
  | ReadonlySet<ElValue>
  | ElLambda;

export type ElMap = ReadonlyMap<ElValue, ElValue>;

/** Captured output of a node: a map like any other, but messages name its Java type. */
export class ElProperties extends Map<ElValue, ElValue> {}

/** What a lambda expression is; made by the compiler, which alone can call it. */
export class ElLambda {
  readonly parameterCount: number;
  readonly call: (values: readonly ElValue[]) => ElValue;

  constructor(parameterCount: number, call: (values: readonly ElValue[]) => ElValue) {
    this.parameterCount = parameterCount;
    this.call = call;
  }
}

/** The text of a value: empty for null, else as Java prints it. */
export function renderValue(value: ElValue): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : renderItem(value);
}

/** The same within a list, where null shows. */
function renderItem(value: ElValue): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return formatDouble(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return renderObject(value);
  }
}

function renderObject(value: ElValue): string {
  if (value === null) return 'null';
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${renderItem(key)}=${renderItem(item)}`);
    return `{${entries.join(', ')}}`;
  }
  if (value instanceof ElLambda) return 'lambda';
  return `[${[...(value as Iterable<ElValue>)].map(renderItem).join(', ')}]`;
}

/** The Java type that a message names. */
export function typeName(value: ElValue): string {
  switch (typeof value) {
    case 'string':
      return 'java.lang.String';
    case 'number':
      return 'java.lang.Double';
    case 'bigint':
      return 'java.lang.Long';
    case 'boolean':
      return 'java.lang.Boolean';
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: ElValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'java.util.ArrayList';
  if (value instanceof ElProperties) return 'java.util.Properties';
  if (value instanceof Map) return 'java.util.HashMap';
  if (value instanceof Set) return 'java.util.HashSet';
  return 'javax.el.LambdaExpression';
}

const messageNumbers = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 3,
  roundingMode: 'halfEven',
});

/** A value as Java's MessageFormat puts it: numbers grouped, with three decimals at most. */
export function valueInMessage(value: ElValue): string {
  return typeof value === 'number' || typeof value === 'bigint'
    ? messageNumbers.format(value)
    : renderValue(value);
}
