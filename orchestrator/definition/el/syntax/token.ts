/** The tokens of an expression, between `${` and its `}`. */

export type TokenKind =
  | 'identifier'
  | 'integer'
  | 'floating-point'
  | 'string'
  /** Operators, brackets and reserved words, told apart by `text`. */
  | 'symbol'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; the content, unescaped, for a string; word operators as their symbol. */
  readonly text: string;
  /** Offset into the whole template. */
  readonly offset: number;
  /** The offset after it. */
  readonly end: number;
}

/**
 * Words that cannot be names, with what they mean. They are reserved wherever they stand, after a
 * dot and as a property's name too.
 */
export const reservedWords: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
  ['div', '/'],
  ['mod', '%'],
  ['empty', 'empty'],
  ['instanceof', 'instanceof'],
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
]);

/** Symbols by length, longest first: the longest that fits is taken. */
export const symbols: readonly string[] = [
  ...['==', '!=', '<=', '>=', '&&', '||', '->', '+='],
  ...['{', '}', '[', ']', '(', ')', '.', ':', ';', ',', '?', '='],
  ...['<', '>', '!', '+', '-', '*', '/', '%'],
];

/**
 * The words of Java. Oozie's evaluator refuses them as names of variables and properties, so that
 * a parameter called `class` or `default` can only be had through `wf:conf('default')`.
 */
export const javaWords: ReadonlySet<string> = new Set(
  (
    'abstract assert boolean break byte case catch char class const continue default do double ' +
    'else enum extends final finally float for goto if implements import instanceof int ' +
    'interface long native new package private protected public return short static strictfp ' +
    'super switch synchronized this throw throws transient try void volatile while'
  ).split(' '),
);
