/**
 * Arithmetic as Jasper's ELArithmetic does it: Long, or Double as soon as one side looks like it.
 */
import { expressionError } from '../expression-error.ts';
import { toLong } from './coerce.ts';
import { type ElValue, typeName, valueInMessage } from './el-value.ts';
import { parseDouble, parseLong, trimBlanks } from './java-double.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** A sum beyond 64 bits wraps around. A quotient is always a Double. Null and '' count as 0. */
export function calculate(operator: ArithmeticOperator, left: ElValue, right: ElValue): ElValue {
  if (left === null && right === null) return 0n;
  if (operator === '/') return toNumber(left) / toNumber(right);
  if (isDouble(left) || isDouble(right)) {
    return calculateDouble(operator, toNumber(left), toNumber(right));
  }
  return calculateLong(operator, toWhole(left), toWhole(right));
}

function calculateDouble(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

function calculateLong(operator: ArithmeticOperator, left: bigint, right: bigint): ElValue {
  switch (operator) {
    case '+':
      return BigInt.asIntN(64, left + right);
    case '-':
      return BigInt.asIntN(64, left - right);
    case '*':
      return BigInt.asIntN(64, left * right);
    case '/':
      return Number(left) / Number(right);
    case '%':
      if (right === 0n) throw expressionError('/ by zero');
      return left % right;
  }
}

/** Unary minus. It takes '' for no number, unlike the operators with two sides. */
export function negate(value: ElValue): ElValue {
  if (value === null) return 0n;
  if (typeof value === 'number') return -value;
  if (typeof value === 'string') {
    return looksLikeDouble(value) ? -parseNumber(value) : BigInt.asIntN(64, -parseWhole(value));
  }
  return BigInt.asIntN(64, -toLong(value));
}

function isDouble(value: ElValue): boolean {
  return typeof value === 'number' || (typeof value === 'string' && looksLikeDouble(value));
}

/** Any e or point in a text of two or more characters makes it a Double, or an error. */
function looksLikeDouble(text: string): boolean {
  return text.length > 1 && /[eE.]/.test(text);
}

function toNumber(value: ElValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value === null || value === '') return 0;
  if (typeof value === 'string') return parseNumber(value);
  throw notANumber(value);
}

function toWhole(value: ElValue): bigint {
  if (typeof value === 'bigint') return value;
  if (value === null || value === '') return 0n;
  if (typeof value === 'string') return parseWhole(value);
  throw notANumber(value);
}

function parseNumber(text: string): number {
  const parsed = parseDouble(text);
  if (parsed === undefined) throw doubleFormat(trimBlanks(text));
  return parsed;
}

function doubleFormat(trimmed: string): Error {
  return trimmed === '' ? expressionError('empty String') : numberFormat(trimmed);
}

function parseWhole(text: string): bigint {
  const parsed = parseLong(text);
  if (parsed === undefined) throw numberFormat(text);
  return parsed;
}

/** The text that Java has for what is not a number. */
export function numberFormat(text: string): Error {
  return expressionError(`For input string: "${text}"`, {
    mend: 'use a number here, or += to join texts',
  });
}

function notANumber(value: ElValue): Error {
  return expressionError(
    `Cannot convert ${valueInMessage(value)} of type class ${typeName(value)} to Number`,
  );
}
