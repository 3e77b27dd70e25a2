/** Turns values into the type that an operator or a function needs, as Jasper's ELSupport does. */
import { expressionError } from '../expression-error.ts';
import { type ElValue, typeName, valueInMessage } from './el-value.ts';
import { parseDouble, parseLong } from './java-double.ts';

export function toBoolean(value: ElValue): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === '') return false;
  if (typeof value === 'string') return value.toLowerCase() === 'true';
  throw cannotConvert(value, 'class java.lang.Boolean');
}

/** @param target the type as a message names it: `class java.lang.Long`, `int` */
export function toLong(value: ElValue, target = 'class java.lang.Long'): bigint {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'number':
      return doubleToLong(value);
    case 'string': {
      if (value === '') return 0n;
      const parsed = parseLong(value);
      if (parsed === undefined) throw cannotConvert(value, target);
      return parsed;
    }
    default:
      if (value === null) return 0n;
      throw cannotConvert(value, target);
  }
}

export function toDouble(value: ElValue): number {
  switch (typeof value) {
    case 'number':
      return value;
    case 'bigint':
      return Number(value);
    case 'string': {
      if (value === '') return 0;
      const parsed = parseDouble(value);
      if (parsed === undefined) throw cannotConvert(value, 'class java.lang.Double');
      return parsed;
    }
    default:
      if (value === null) return 0;
      throw cannotConvert(value, 'class java.lang.Double');
  }
}

/** An int as Oozie's functions take it: bits beyond 32 go, a fraction is cut off. */
export function toInteger(value: ElValue): number {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 0;
    return Math.trunc(Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value)));
  }
  if (typeof value === 'string' && value !== '') {
    const parsed = parseLong(value);
    if (parsed === undefined || BigInt.asIntN(32, parsed) !== parsed) {
      throw cannotConvert(value, 'int');
    }
    return Number(parsed);
  }
  return Number(BigInt.asIntN(32, toLong(value, 'int')));
}

export function cannotConvert(value: ElValue, target: string): Error {
  return expressionError(
    `Cannot convert ${valueInMessage(value)} of type class ${typeName(value)} to ${target}`,
  );
}

const LONG_LIMIT = 2 ** 63;

/** Java's cast of a double: cut off, and held within 64 bits. */
function doubleToLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= LONG_LIMIT) return 2n ** 63n - 1n;
  if (value <= -LONG_LIMIT) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}
