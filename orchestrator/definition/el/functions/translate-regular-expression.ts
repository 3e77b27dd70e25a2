/**
 * Rewrites a regular expression of java.util.regex for JavaScript's engine (its `v` mode).
 *
 * What means something else is rewritten: `.`, `$`, `\s`, `\Q…\E`, `\A`, `\Z`, `\z`, `\h`, `\v`,
 * `\R`, `\a`, `\e`, octal and `\x{…}` characters, `\p{Alpha}` and its like, scripts as
 * `\p{IsLatin}`, nested classes and `&&`, flags at the beginning.
 * What the engine cannot do is refused by name: possessive quantifiers, atomic groups, `\G`, `\X`,
 * `(?x)` and flags that begin in the middle. `(?i)` folds all letters, where Java folds ASCII ones.
 */
import { expressionError } from '../expression-error.ts';
import { classEscape, escapeAt, literalCharacter } from './java-escapes.ts';

const LINE_ENDS = '\\n\\r\\x85\\u2028\\u2029';

/** @throws HowdahError EL_ERROR */
export function translateRegularExpression(regex: string, flags: string): RegExp {
  const known = cache.get(regex);
  if (known !== undefined) return known;
  const translated = new Translator(regex).translate(flags);
  if (cache.size >= CACHED_PATTERNS_MAX) cache.clear();
  cache.set(regex, translated);
  return translated;
}

/** A definition has a handful of patterns; they come again with each evaluation. */
const CACHED_PATTERNS_MAX = 256;
const cache = new Map<string, RegExp>();

class Translator {
  readonly #regex: string;
  #at = 0;
  #isDotAll = false;
  #isMultiline = false;

  constructor(regex: string) {
    this.#regex = regex;
  }

  translate(flags: string): RegExp {
    let allFlags = `${flags}v`;
    const leading = /^\(\?([a-zA-Z]+)\)/.exec(this.#regex);
    if (leading !== null) {
      allFlags += this.#leadingFlags(leading[1] ?? '');
      this.#at = leading[0].length;
    }
    let source = '';
    while (this.#at < this.#regex.length) source += this.#next();
    try {
      return new RegExp(source, allFlags);
    } catch (cause) {
      throw this.#refuse((cause as Error).message.split(': ').at(-1) ?? 'it is not valid', cause);
    }
  }

  #leadingFlags(letters: string): string {
    const unknown = /[^idmsuU]/.exec(letters)?.[0];
    if (unknown !== undefined) throw this.#refuse(`the flag ${unknown} is not supported`);
    this.#isDotAll = letters.includes('s');
    this.#isMultiline = letters.includes('m');
    return letters.includes('i') ? 'i' : '';
  }

  #next(): string {
    const character = this.#take();
    switch (character) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#characterClass();
      case '.':
        return this.#isDotAll ? '[^]' : `[^${LINE_ENDS}]`;
      case '^':
        return this.#isMultiline ? `(?<=^|[${LINE_ENDS}])(?![^]{0}$)` : '^';
      case '$':
        return this.#isMultiline ? `(?=[${LINE_ENDS}]|$)` : `(?=(?:\\r\\n|[${LINE_ENDS}])?$)`;
      case '(':
        return this.#group();
      case '*':
      case '+':
      case '?':
        return this.#quantifier(character);
      case '{':
        return this.#quantifier(this.#repetition());
      case ']':
      case '}':
        return `\\${character}`;
      default:
        return character;
    }
  }

  #group(): string {
    const rest = this.#regex.slice(this.#at);
    if (!rest.startsWith('?')) return '(';
    const known = /^\?(?::|=|!|<=|<!|<[a-zA-Z][a-zA-Z\d]*>|[ims]*(?:-[ims]+)?:)/.exec(rest);
    if (known === null) {
      throw this.#refuse(`a group that begins with (${rest.slice(0, 2)} is not supported`);
    }
    this.#at += known[0].length;
    return `(${known[0]}`;
  }

  #repetition(): string {
    const found = /^\d+(?:,\d*)?\}/.exec(this.#regex.slice(this.#at));
    if (found === null) throw this.#refuse('Illegal repetition');
    this.#at += found[0].length;
    return `{${found[0]}`;
  }

  #quantifier(quantifier: string): string {
    const after = this.#regex[this.#at];
    if (after === '+') throw this.#refuse('possessive quantifiers are not supported');
    if (after !== '?') return quantifier;
    this.#at++;
    return `${quantifier}?`;
  }

  #escape(): string {
    const quotation = this.#quotation();
    if (quotation !== undefined) return [...quotation].map(literalCharacter).join('');
    return this.#escapeSequence(false);
  }

  #escapeSequence(isInClass: boolean): string {
    const found = escapeAt(this.#regex, this.#at, isInClass);
    if (found === undefined) {
      const sequence = `\\${this.#regex[this.#at] ?? ''}`;
      throw this.#refuse(`the escape sequence ${sequence} is not supported`);
    }
    this.#at = found.end;
    return found.source;
  }

  /** The text of `\Q…\E` when its Q comes next. */
  #quotation(): string | undefined {
    if (this.#regex[this.#at] !== 'Q') return undefined;
    const end = this.#regex.indexOf('\\E', this.#at);
    const text = this.#regex.slice(this.#at + 1, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#regex.length : end + 2;
    return text;
  }

  /** A class; the parts that `&&` joins become classes of their own, as the `v` mode asks for. */
  #characterClass(): string {
    const isNegated = this.#accept('^');
    const operands: string[] = [];
    let operand = '';
    let isFirst = true;
    for (;;) {
      if (this.#at >= this.#regex.length) throw this.#refuse('Unclosed character class');
      if (!isFirst && this.#accept(']')) break;
      isFirst = false;
      if (this.#accept('&&')) {
        operands.push(operand);
        operand = '';
      } else operand += this.#classMember();
    }
    operands.push(operand);
    const wrapped = operands.filter((part) => part !== '').map((part) => `[${part}]`);
    return `[${isNegated ? '^' : ''}${wrapped.join('&&')}]`;
  }

  #classMember(): string {
    const character = this.#take();
    if (character === '[') return this.#characterClass();
    if (character !== '\\') {
      // A hyphen between two characters makes a range; elsewhere it is itself.
      const isRange = character === '-' && this.#isWithinRange();
      return isRange ? '-' : classEscape(character);
    }
    const quotation = this.#quotation();
    if (quotation !== undefined) return [...quotation].map(classEscape).join('');
    return this.#escapeSequence(true);
  }

  #isWithinRange(): boolean {
    const before = this.#regex[this.#at - 2];
    const after = this.#regex[this.#at];
    const isFirst = before === '[' || (before === '^' && this.#regex[this.#at - 3] === '[');
    return !isFirst && after !== ']' && after !== '[' && after !== undefined;
  }

  #take(): string {
    const character = String.fromCodePoint(this.#regex.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #accept(text: string): boolean {
    if (!this.#regex.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #refuse(reason: string, cause?: unknown) {
    return expressionError(
      `${reason} near index ${this.#at} of the regular expression
${this.#regex}`,
      { cause },
    );
  }
}
