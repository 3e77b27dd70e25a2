/** The escape sequences of java.util.regex in the words of JavaScript's engine. */

interface Escape {
  readonly source: string;
  /** The offset after the sequence. */
  readonly end: number;
}

const HORIZONTAL = ' \\t\\xA0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const VERTICAL = '\\n\\x0B\\f\\r\\x85\\u2028\\u2029';
const SPACE = ' \\t\\n\\x0B\\f\\r';

/** Sequences that stand for characters, within a class and outside. */
const characterSets: Readonly<Record<string, string>> = {
  d: '\\d',
  D: '\\D',
  w: '\\w',
  W: '\\W',
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  h: `[${HORIZONTAL}]`,
  H: `[^${HORIZONTAL}]`,
  v: `[${VERTICAL}]`,
  V: `[^${VERTICAL}]`,
  t: '\\t',
  n: '\\n',
  r: '\\r',
  f: '\\f',
  a: '\\x07',
  e: '\\x1B',
};

/** Sequences that have no meaning within a class. */
const assertions: Readonly<Record<string, string>> = {
  b: '\\b',
  B: '\\B',
  A: '(?<![^])',
  z: '(?![^])',
  Z: `(?=(?:\\r\\n|[\\n\\r\\x85\\u2028\\u2029])?(?![^]))`,
  R: `(?:\\r\\n|[${VERTICAL}])`,
};

/** Java's names of POSIX and Java classes; all of them are about ASCII or Unicode properties. */
const propertyClasses: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: SPACE,
  IsAlphabetic: '\\p{Alphabetic}',
  IsLetter: '\\p{L}',
  IsDigit: '\\p{Nd}',
  IsUppercase: '\\p{Uppercase}',
  IsLowercase: '\\p{Lowercase}',
  IsWhite_Space: '\\p{White_Space}',
  IsPunctuation: '\\p{P}',
  IsControl: '\\p{Cc}',
};

/** What the characters mean that come after a backslash at `offset`; undefined if nothing. */
export function escapeAt(regex: string, offset: number, isInClass: boolean): Escape | undefined {
  const rest = regex.slice(offset);
  const [first = ''] = rest;
  const set = characterSets[first];
  if (set !== undefined) return { source: set, end: offset + 1 };
  if (!isInClass) {
    const assertion = assertions[first];
    if (assertion !== undefined) return { source: assertion, end: offset + 1 };
    const reference = /^(?:[1-9]\d*|k<[a-zA-Z][a-zA-Z\d]*>)/.exec(rest)?.[0];
    if (reference !== undefined) {
      // The group keeps a digit after the reference from becoming part of it.
      return { source: `(?:\\${reference})`, end: offset + reference.length };
    }
  }
  return propertyEscape(rest, offset) ?? codeEscape(rest, offset, isInClass);
}

function propertyEscape(rest: string, offset: number): Escape | undefined {
  const found = /^([pP])(?:\{(\w+)(?:=(\w+))?\}|([A-Z]))/.exec(rest);
  if (found === null) return undefined;
  const [whole, letter, name = '', value, short] = found;
  const end = offset + whole.length;
  const named = propertyClasses[name];
  if (named !== undefined) return { source: `[${letter === 'P' ? '^' : ''}${named}]`, end };
  const property = value === undefined ? propertyName(short ?? name) : `${name}=${value}`;
  return { source: `\\${letter}{${property}}`, end };
}

/** `IsLatin` is a script, `IsL` and `L` are categories. */
function propertyName(name: string): string {
  if (!name.startsWith('Is')) return name;
  const bare = name.slice(2);
  return bare.length <= 2 ? bare : `Script=${bare}`;
}

const codePattern = new RegExp(
  [
    '^x([\\da-fA-F]{2})',
    '^x\\{([\\da-fA-F]{1,6})\\}',
    '^u([\\da-fA-F]{4})',
    '^0([0-3]?[0-7]{1,2})',
    '^c([\\s\\S])',
  ].join('|'),
);

function codeEscape(rest: string, offset: number, isInClass: boolean): Escape | undefined {
  const found = codePattern.exec(rest);
  const literal = isInClass ? classEscape : literalCharacter;
  if (found === null) {
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    if (rest === '' || /[a-zA-Z\d]/.test(character)) return undefined;
    return { source: literal(character), end: offset + character.length };
  }
  const [whole, byte, code, unit, octal, control] = found;
  const hexadecimal = byte ?? code ?? unit;
  const value =
    hexadecimal !== undefined
      ? Number.parseInt(hexadecimal, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : (control as string).charCodeAt(0) ^ 64;
  if (value > 0x10ffff) return undefined;
  return { source: `\\u{${value.toString(16)}}`, end: offset + whole.length };
}

/** A character that stands for itself outside classes. */
export function literalCharacter(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** A character that stands for itself within a class of the `v` mode. */
export function classEscape(character: string): string {
  if (/[()[\]{}/\-|\\^]/.test(character)) return `\\${character}`;
  return /[&!#%,:;<=>@`~]/.test(character) ? `\\${character}` : character;
}
