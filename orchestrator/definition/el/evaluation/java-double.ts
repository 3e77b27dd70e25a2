/** Doubles as Java writes and reads them; the digits are the same as JavaScript's, the form not. */

/** From here on, and below a thousandth, Java writes an exponent. */
const PLAIN_MAX = 1e7;
const PLAIN_MIN = 1e-3;

/**
 * `3.0`, `1.0E10`, `Infinity`: the text of Double.toString. Where Java before 19 printed more
 * digits than needed (2.0E-3 as 0.0020 never, but 2.2250738585072014E-308 and some others), the
 * shortest ones are given.
 */
export function formatDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) === Number.MIN_VALUE) return value < 0 ? '-4.9E-324' : '4.9E-324';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= PLAIN_MIN && size < PLAIN_MAX) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

const decimal = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const hexadecimal =
  /^([+-]?)0[xX](?:([\da-fA-F]+)\.?|([\da-fA-F]*)\.([\da-fA-F]+))[pP]([+-]?\d+)[fFdD]?$/;

/** What Double.parseDouble gives; undefined where it refuses. Blanks around it are fine. */
export function parseDouble(text: string): number | undefined {
  const trimmed = trimBlanks(text);
  if (decimal.test(trimmed)) return Number(trimmed.replace(/[fFdD]$/, ''));
  const found = hexadecimal.exec(trimmed);
  if (found === null) return undefined;
  const [, sign, whole, before = '', after = '', exponent] = found;
  const digits = whole ?? before + after;
  const size = Number(`0x${digits}`) * 2 ** (Number(exponent) - 4 * after.length);
  return sign === '-' ? -size : size;
}

/** Without what String.trim takes away. */
export function trimBlanks(text: string): string {
  return text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
}

const long = /^[+-]?\d+$/;
const plain = /^[\0-\x7f]*$/;
const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);
/** Longest text that can be a Long, leading zeros apart. */
const LONG_LENGTH_MAX = 20;

/** What Long.parseLong gives; undefined where it refuses, blanks around the digits included. */
export function parseLong(written: string): bigint | undefined {
  const text = plain.test(written) ? written : written.replaceAll(/\p{Nd}/gu, asciiDigit);
  if (!long.test(text)) return undefined;
  if (text.length > LONG_LENGTH_MAX && text.replace(/^[+-]?0*/, '').length > LONG_LENGTH_MAX) {
    return undefined;
  }
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value > LONG_MAX || value < LONG_MIN ? undefined : value;
}

/** Java reads the digits of every script. They lie in runs of ten, from 0 or 6 of sixteen on. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const row = code - (code % 16);
  const isFirstOfRow = /^\p{Nd}$/u.test(String.fromCodePoint(row));
  return String(code - row - (isFirstOfRow ? 0 : 6));
}
