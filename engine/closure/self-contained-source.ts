/**
 * Functions that no bundle knows (made by `eval`, by a package's generated code, or in a process
 * that was not started by submit) travel as their text, if they use nothing but globals.
 */
import { createRequire } from 'node:module';
import type { AnyFunction } from './annotation.ts';
import { taskNotSerializable } from './task-not-serializable.ts';
import { cannotTravel, type Trail } from './value-stand-ins.ts';

type FreeNamesModule = typeof import('./lift/free-names.ts');

/** Loaded when first needed: most programs never need a parser at run time. */
let freeNames: FreeNamesModule | undefined;
const known = new WeakMap<AnyFunction, string>();

/**
 * An expression that makes the function.
 * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` naming the first variable that it captures
 */
export function selfContainedSource(fn: AnyFunction, trail: Trail): string {
  const cached = known.get(fn);
  if (cached !== undefined) {
    return cached;
  }
  const text = Function.prototype.toString.call(fn);
  if (text.endsWith('{ [native code] }')) {
    throw cannotTravel(fn, trail);
  }
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  freeNames ??= createRequire(import.meta.url)(`./lift/free-names${extension}`) as FreeNamesModule;
  const source = freeNames.functionExpression(text);
  const captured = freeNames.capturedNames(source);
  if (captured.length > 0) {
    throw taskNotSerializable({
      subject: `'${captured[0] ?? ''}', captured by the function ${abbreviate(text)},`,
      place: trail.place,
      reason: 'is a variable of code that was not bundled by spark-submit',
      mend: 'start the program with spark-submit, or write the function in the program itself',
    });
  }
  known.set(fn, source);
  return source;
}

/** Enough of a function to recognise it by. */
function abbreviate(text: string): string {
  const shownCharacters = 60;
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line;
}
