/** What a function of unknown origin captures, found in its text alone. */
import { analyseModule } from './analyse-module.ts';
import { parseModule } from './syntax.ts';

/**
 * Makes an expression of `Function.prototype.toString`'s text: a method is no expression itself.
 * @public loaded on demand by self-contained-source.ts
 */
export function functionExpression(text: string): string {
  try {
    parseModule(`(${text});`);
    return `(${text})`;
  } catch {
    return `((object) => object[Reflect.ownKeys(object)[0]])({ ${text} })`;
  }
}

/**
 * Names that are neither declared in the expression nor global, `this` of the surroundings
 * included.
 * @public loaded on demand by self-contained-source.ts
 */
export function capturedNames(expression: string): string[] {
  const { liftables, unresolvedNames } = analyseModule(parseModule(`${expression};`), 'entry');
  const outermost = liftables[0];
  const names = [...unresolvedNames].filter((name) => !(name in globalThis));
  return outermost?.usesThis === true ? ['this', ...names] : names;
}
