/** Equality and order as Jasper's ELSupport has them. */
import { expressionError } from '../expression-error.ts';
import { toBoolean, toDouble, toLong } from './coerce.ts';
import { type ElValue, renderValue, valueInMessage } from './el-value.ts';

export type RelationalOperator = '<' | '<=' | '>' | '>=';

/** One number decides that both sides are compared as numbers, then a boolean, then a text. */
export function areEqual(left: ElValue, right: ElValue): boolean {
  // Doubles are compared below, by Java's rules for zeros and NaN.
  if (left === right && typeof left !== 'number') return true;
  if (left === null || right === null) return false;
  if (typeof left === 'string' && typeof right === 'string') return false;
  if (typeof left === 'number' || typeof right === 'number') {
    return Object.is(toDouble(left), toDouble(right));
  }
  if (typeof left === 'bigint' || typeof right === 'bigint') return toLong(left) === toLong(right);
  if (typeof left === 'boolean' || typeof right === 'boolean') {
    return toBoolean(left) === toBoolean(right);
  }
  if (typeof left === 'string' || typeof right === 'string') {
    return renderValue(left) === renderValue(right);
  }
  return areEqualObjects(left, right);
}

/** Null is neither less nor greater than anything, but null <= null and null >= null hold. */
export function isOrdered(operator: RelationalOperator, left: ElValue, right: ElValue): boolean {
  if (left === null || right === null) {
    return left === right && (operator === '<=' || operator === '>=');
  }
  const order = compare(left, right);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function compare(left: ElValue, right: ElValue): number {
  if (areEqual(left, right)) return 0;
  if (typeof left === 'number' || typeof right === 'number') {
    return compareDoubles(toDouble(left), toDouble(right));
  }
  if (typeof left === 'bigint' || typeof right === 'bigint') {
    return toLong(left) < toLong(right) ? -1 : 1;
  }
  if (typeof left === 'string' || typeof right === 'string') {
    return renderValue(left) < renderValue(right) ? -1 : 1;
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return left ? 1 : -1;
  throw expressionError(`Cannot compare ${valueInMessage(left)} to ${valueInMessage(right)}`);
}

/** Java's order of doubles: -0.0 before 0.0, NaN after everything. */
function compareDoubles(left: number, right: number): number {
  if (Number.isNaN(left)) return 1;
  if (Number.isNaN(right)) return -1;
  if (left === right) return Object.is(left, -0) ? -1 : 1;
  return left < right ? -1 : 1;
}

function areEqualObjects(left: ElValue, right: ElValue): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => isSame(item, right[at]));
  }
  if (left instanceof Set && right instanceof Set) {
    return left.size === right.size && [...left].every((item) => right.has(item));
  }
  if (left instanceof Map && right instanceof Map) {
    return (
      left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && isSame(item, right.get(key)))
    );
  }
  return false;
}

/** Java's equals: no conversion between types. */
function isSame(left: ElValue, right: ElValue): boolean {
  return typeof left === 'object' && typeof right === 'object' && left !== null && right !== null
    ? areEqualObjects(left, right)
    : Object.is(left, right);
}
