/**
 * Reads one expression: a Pratt parser over the grammar of Expression Language 3.0, as far as the
 * evaluator of Oozie was seen to take it.
 */
import { syntaxError } from '../expression-error.ts';
import { EXPRESSION_DEPTH_MAX } from '../expression-limits.ts';
import type { BinaryOperator, ExpressionNode, ValueSuffix } from './expression-node.ts';
import { javaWords, type Token } from './token.ts';
import { tokenAt } from './tokenize.ts';

/** How tightly the binary operators bind; all group from left to right. */
const bindingPowers: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['+=', 5],
  ['+', 6],
  ['-', 6],
  ['*', 7],
  ['/', 7],
  ['%', 7],
]);

/** What a name may begin with in Java; digits of other scripts are letters of expressions. */
const javaStart = /^[\p{ID_Start}\p{Sc}\p{Pc}]/u;

export interface ParsedExpression {
  readonly node: ExpressionNode;
  /** The offset after the closing brace. */
  readonly end: number;
}

/**
 * @param text the whole template
 * @param offset where the expression begins, after `${`
 * @throws HowdahError EL_ERROR
 */
export function parseExpression(text: string, offset: number): ParsedExpression {
  return new ExpressionParser(text, offset).parse();
}

class ExpressionParser {
  readonly #text: string;
  #token: Token;
  #depth = 0;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#token = tokenAt(text, offset);
  }

  parse(): ParsedExpression {
    const node = this.#sequence();
    if (!this.#is('}')) throw this.#unexpected('an operator or the closing } was expected');
    return { node, end: this.#token.end };
  }

  #sequence(): ExpressionNode {
    let node = this.#assignment();
    while (this.#accept(';')) node = { kind: 'sequence', first: node, second: this.#assignment() };
    return node;
  }

  #assignment(): ExpressionNode {
    return this.#nested(() => {
      const parameters = this.#lambdaParameters();
      if (parameters !== undefined) return this.#lambda(parameters);
      const target = this.#choice();
      const { offset } = this.#token;
      if (!this.#accept('=')) return target;
      return { kind: 'assignment', target, value: this.#assignment(), offset };
    });
  }

  #lambda(parameters: readonly string[]): ExpressionNode {
    const { offset } = this.#token;
    return this.#nested(() => {
      const inner = this.#lambdaParameters();
      const body = inner === undefined ? this.#choice() : this.#lambda(inner);
      return { kind: 'lambda', parameters, body, argumentLists: [], offset };
    });
  }

  #choice(): ExpressionNode {
    const condition = this.#binary(0);
    const { offset } = this.#token;
    if (!this.#accept('?')) return condition;
    return this.#nested(() => {
      const whenTrue = this.#choice();
      this.#expect(':', 'the : of a choice (condition ? one : other) was expected');
      return { kind: 'choice', condition, whenTrue, whenFalse: this.#choice(), offset };
    });
  }

  #binary(leastPower: number): ExpressionNode {
    let left = this.#unary();
    let operators = 0;
    for (;;) {
      const { kind, text, offset } = this.#token;
      const power = kind === 'symbol' ? bindingPowers.get(text) : undefined;
      if (power === undefined || power <= leastPower) return left;
      // A chain is evaluated by recursion into its left side, so its length counts as depth.
      if (++operators > EXPRESSION_DEPTH_MAX) throw this.#tooDeep();
      this.#advance();
      const right = this.#nested(() => this.#binary(power));
      left = { kind: 'binary', operator: text as BinaryOperator, left, right, offset };
    }
  }

  #unary(): ExpressionNode {
    const { kind, text, offset } = this.#token;
    if (kind !== 'symbol' || (text !== '-' && text !== '!' && text !== 'empty')) {
      return this.#value();
    }
    this.#advance();
    const operand = this.#nested(() => this.#unary());
    return { kind: 'unary', operator: text, operand, offset };
  }

  #value(): ExpressionNode {
    const { offset } = this.#token;
    const base = this.#primary();
    const suffixes: ValueSuffix[] = [];
    for (;;) {
      const suffix = this.#suffix();
      if (suffix === undefined) break;
      suffixes.push(suffix);
    }
    return suffixes.length === 0 ? base : { kind: 'value', base, suffixes, offset };
  }

  #suffix(): ValueSuffix | undefined {
    const { offset } = this.#token;
    let property: ExpressionNode;
    if (this.#accept('.')) {
      property = { kind: 'literal', value: this.#name('the name of a property') };
    } else if (this.#accept('[')) {
      property = this.#nested(() => this.#sequence());
      this.#expect(']', 'the closing ] was expected');
    } else return undefined;
    const methodArguments = this.#is('(') ? this.#arguments() : undefined;
    return { property, methodArguments, offset };
  }

  #primary(): ExpressionNode {
    const token = this.#token;
    switch (token.kind) {
      case 'string':
        return this.#literal(token.text);
      case 'integer':
        this.#advance();
        return { kind: 'integer', digits: token.text, offset: token.offset };
      case 'floating-point':
        return this.#literal(Number(token.text));
      case 'identifier':
        return this.#variableOrCall(token);
      case 'symbol':
        return this.#symbolPrimary(token);
      case 'end':
        throw this.#unexpected('a value was expected, and the closing }');
    }
  }

  #symbolPrimary(token: Token): ExpressionNode {
    switch (token.text) {
      case 'true':
      case 'false':
        return this.#literal(token.text === 'true');
      case 'null':
        return this.#literal(null);
      case '(':
        return this.#nested(() => this.#parenthesized());
      case '[':
        return this.#nested(() => this.#list());
      case '{':
        return this.#nested(() => this.#setOrMap());
      default:
        throw this.#unexpected('a value was expected');
    }
  }

  #literal(value: null | boolean | string | number): ExpressionNode {
    this.#advance();
    return { kind: 'literal', value };
  }

  #variableOrCall(token: Token): ExpressionNode {
    const { offset } = token;
    const second = this.#peek(token);
    if (isSymbol(second, ':')) {
      const third = this.#peek(second);
      if (third.kind === 'identifier' && isSymbol(this.#peek(third), '(')) {
        this.#token = third;
        const name = this.#name('the name of a function');
        return this.#call(token.text, name, offset);
      }
    }
    const name = this.#name('a name');
    return this.#is('(') ? this.#call('', name, offset) : { kind: 'variable', name, offset };
  }

  #call(prefix: string, name: string, offset: number): ExpressionNode {
    return { kind: 'call', prefix, name, argumentLists: this.#argumentLists(), offset };
  }

  #argumentLists(): ExpressionNode[][] {
    const lists: ExpressionNode[][] = [];
    while (this.#is('(')) lists.push(this.#arguments());
    return lists;
  }

  #arguments(): ExpressionNode[] {
    this.#advance();
    if (this.#accept(')')) return [];
    const items = this.#items();
    this.#expect(')', 'a , or the closing ) was expected');
    return items;
  }

  #items(): ExpressionNode[] {
    const items = [this.#nested(() => this.#sequence())];
    while (this.#accept(',')) items.push(this.#nested(() => this.#sequence()));
    return items;
  }

  #parenthesized(): ExpressionNode {
    this.#advance();
    const parameters = this.#lambdaParameters();
    const node = parameters === undefined ? this.#sequence() : this.#lambda(parameters);
    this.#expect(')', 'an operator or the closing ) was expected');
    if (parameters === undefined || node.kind !== 'lambda') return node;
    return { ...node, argumentLists: this.#argumentLists() };
  }

  #list(): ExpressionNode {
    this.#advance();
    if (this.#accept(']')) return { kind: 'list', items: [] };
    const items = this.#items();
    this.#expect(']', 'a , or the closing ] was expected');
    return { kind: 'list', items };
  }

  #setOrMap(): ExpressionNode {
    this.#advance();
    if (this.#accept('}')) return { kind: 'set', items: [] };
    const firstToken = this.#token;
    const first = this.#sequence();
    if (this.#is(':')) {
      // Oozie's evaluator knows a map by the colon after its first token.
      const isLiteral = first.kind === 'literal' || first.kind === 'integer';
      if (!isLiteral || this.#peek(firstToken).offset !== this.#token.offset) {
        throw this.#unexpected('the first key of a map must be a text or a number');
      }
      return this.#map(first);
    }
    const items = this.#accept(',') ? [first, ...this.#items()] : [first];
    this.#expect('}', 'a , or the closing } was expected');
    return { kind: 'set', items };
  }

  #map(firstKey: ExpressionNode): ExpressionNode {
    const entries: [ExpressionNode, ExpressionNode][] = [];
    let key = firstKey;
    for (;;) {
      this.#expect(':', 'a : between key and value was expected');
      entries.push([key, this.#sequence()]);
      if (!this.#accept(',')) break;
      key = this.#sequence();
    }
    this.#expect('}', 'a , or the closing } was expected');
    return { kind: 'map', entries };
  }

  /** The parameters of a lambda together with its arrow; undefined, nothing read, if it is none. */
  #lambdaParameters(): string[] | undefined {
    const names: string[] = [];
    let token = this.#token;
    if (token.kind === 'identifier') {
      names.push(token.text);
    } else if (isSymbol(token, '(')) {
      token = this.#peek(token);
      while (token.kind === 'identifier') {
        names.push(token.text);
        token = this.#peek(token);
        if (isSymbol(token, ',')) token = this.#peek(token);
      }
      if (!isSymbol(token, ')')) return undefined;
    } else return undefined;
    const arrow = this.#peekOrEnd(token);
    if (arrow === undefined || !isSymbol(arrow, '->')) return undefined;
    this.#token = this.#peek(arrow);
    return names;
  }

  #name(what: string): string {
    const { kind, text } = this.#token;
    if (kind !== 'identifier') throw this.#unexpected(`${what} was expected`);
    if (!javaStart.test(text)) throw this.#unexpected('a name must not begin with a digit');
    if (javaWords.has(text)) {
      throw this.#unexpected(`no word of Java can be a name; wf:conf('${text}') reads it`);
    }
    this.#advance();
    return text;
  }

  #is(symbol: string): boolean {
    return isSymbol(this.#token, symbol);
  }

  #accept(symbol: string): boolean {
    if (!this.#is(symbol)) return false;
    this.#advance();
    return true;
  }

  #expect(symbol: string, expected: string): void {
    if (!this.#accept(symbol)) throw this.#unexpected(expected);
  }

  #advance(): void {
    this.#token = this.#peek(this.#token);
  }

  #peek(token: Token): Token {
    return tokenAt(this.#text, token.end);
  }

  /** Looks further than the expression may reach, where no token need be. */
  #peekOrEnd(token: Token): Token | undefined {
    try {
      return this.#peek(token);
    } catch {
      return undefined;
    }
  }

  #nested<Result>(read: () => Result): Result {
    if (++this.#depth > EXPRESSION_DEPTH_MAX) throw this.#tooDeep();
    const result = read();
    this.#depth--;
    return result;
  }

  #tooDeep() {
    const found = `more than ${EXPRESSION_DEPTH_MAX} levels or operators in a row`;
    return syntaxError(this.#text, this.#token.offset, found, 'split the expression');
  }

  #unexpected(expected: string) {
    const { kind, offset, end } = this.#token;
    const found = kind === 'end' ? 'the end of the text' : this.#text.slice(offset, end);
    return syntaxError(this.#text, offset, found, expected);
  }
}

function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token !== undefined && token.kind === 'symbol' && token.text === symbol;
}
