/** A text with expressions, read once and evaluated often. */
import type { Compiled } from './evaluation/compilation.ts';
import { newCompilation } from './evaluation/compile-expression.ts';
import { type ElValue, renderValue } from './evaluation/el-value.ts';
import { joinTexts } from './evaluation/result-length.ts';
import type { Scope } from './evaluation/scope.ts';
import type { ElFunctions } from './functions/el-function.ts';
import { parseTemplate } from './syntax/parse-template.ts';

export interface Template<Context> {
  readonly text: string;
  /** What the text stands for when no expression is in it (escapes are resolved then). */
  readonly literal: string | undefined;
  /** `$` or `#`, whichever begins its expressions. */
  readonly marker: '$' | '#' | undefined;
  /** Whether it calls a function that reads files or asks another server. */
  readonly doesInputOutput: boolean;
  /**
   * The value: that of the expression if there is nothing else in the text, else the whole text.
   * @throws HowdahError EL_ERROR
   */
  evaluate(scope: Scope<Context>): ElValue;
}

/** @throws HowdahError EL_ERROR for what is no expression, and for functions that do not exist */
export function compileTemplate<Context>(
  text: string,
  functions: ElFunctions<Context>,
): Template<Context> {
  const { parts, marker } = parseTemplate(text);
  if (marker === undefined) return literalTemplate(text, parts.join(''));
  const compilation = newCompilation(text, functions);
  const compiled = parts.map((part) =>
    typeof part === 'string' ? part : compilation.compile(part),
  );
  const [first] = compiled;
  const evaluate =
    compiled.length === 1 && typeof first === 'function'
      ? (scope: Scope<Context>) => first(scope, undefined)
      : (scope: Scope<Context>) => joinParts(compiled, scope);
  const { doesInputOutput } = compilation;
  return { text, literal: undefined, marker, doesInputOutput, evaluate };
}

function literalTemplate<Context>(text: string, literal: string): Template<Context> {
  const evaluate = () => literal;
  return { text, literal, marker: undefined, doesInputOutput: false, evaluate };
}

function joinParts<Context>(
  parts: readonly (string | Compiled<Context>)[],
  scope: Scope<Context>,
): string {
  let joined = '';
  for (const part of parts) {
    const next = typeof part === 'string' ? part : renderValue(part(scope, undefined));
    joined = joinTexts(joined, next);
  }
  return joined;
}
