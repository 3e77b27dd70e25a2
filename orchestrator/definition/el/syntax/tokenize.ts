/** Splits an expression into tokens, one at a time, from any offset of a template. */
import { syntaxError } from '../expression-error.ts';
import { reservedWords, symbols, type Token, type TokenKind } from './token.ts';

/** The letters that expressions know: those of Java's first Unicode, by ranges. */
const LETTERS =
  '$A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u1fff\\u3040-\\u318f\\u3300-\\u337f' +
  '\\u3400-\\u3d2d\\u4e00-\\u9fff\\uf900-\\ufaff';
const DIGITS =
  '0-9\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f\\u09e6-\\u09ef\\u0a66-\\u0a6f' +
  '\\u0ae6-\\u0aef\\u0b66-\\u0b6f\\u0be7-\\u0bef\\u0c66-\\u0c6f\\u0ce6-\\u0cef' +
  '\\u0d66-\\u0d6f\\u0e50-\\u0e59\\u0ed0-\\u0ed9\\u1040-\\u1049';

const blanks = /[ \t\n\r]*/y;
const word = new RegExp(`[${LETTERS}][${LETTERS}${DIGITS}]*`, 'y');
const floatingPoint = /(?:\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/y;
const integer = /\d+/y;
const quoted = /"(?:[^"\\]|\\["'\\])*"|'(?:[^'\\]|\\["'\\])*'/y;

/** The token at or after `offset`, blanks skipped. @throws HowdahError where none can be read */
export function tokenAt(text: string, offset: number): Token {
  blanks.lastIndex = offset;
  blanks.exec(text);
  const start = blanks.lastIndex;
  if (start >= text.length) return { kind: 'end', text: '', offset: start, end: start };
  const first = text[start] as string;
  if (first === '"' || first === "'") return stringAt(text, start);
  const found =
    match(word, 'identifier', text, start) ??
    match(floatingPoint, 'floating-point', text, start) ??
    match(integer, 'integer', text, start);
  if (found !== undefined) {
    const meaning = found.kind === 'identifier' ? reservedWords.get(found.text) : undefined;
    return meaning === undefined ? found : { ...found, kind: 'symbol', text: meaning };
  }
  for (const symbol of symbols) {
    if (text.startsWith(symbol, start)) {
      return { kind: 'symbol', text: symbol, offset: start, end: start + symbol.length };
    }
  }
  throw syntaxError(text, start, `the character ${first}`, mendCharacter(first));
}

function match(pattern: RegExp, kind: TokenKind, text: string, offset: number): Token | undefined {
  pattern.lastIndex = offset;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return undefined;
  return { kind, text: found, offset, end: offset + found.length };
}

function stringAt(text: string, offset: number): Token {
  const found = match(quoted, 'string', text, offset);
  if (found === undefined) {
    const expected = 'end it with the same quote; only \\\\, \\" and \\\' are escapes within it';
    throw syntaxError(text, offset, 'a string that does not end', expected);
  }
  return { ...found, text: found.text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') };
}

function mendCharacter(character: string): string {
  if (character === '&') {
    return 'within XML write and, lt, gt, le and ge, or put the expression into <![CDATA[…]]>';
  }
  return 'it has no meaning in an expression';
}
