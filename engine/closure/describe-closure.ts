/**
 * The driver's side of travelling functions: from a function to the reference that slots revive.
 */
import type { AnyFunction } from './annotation.ts';
import { ClosureEncoder } from './closure-encoder.ts';
import type { ClosureReference } from './closure-reference.ts';
import { currentProgram } from './current-program.ts';

/**
 * Describes a function with the values that its captured variables have now. The reference shares
 * plain objects with the driver until it is cloned: send it before the program can change them.
 * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` naming variable, file and line
 */
export function describeClosure(fn: AnyFunction): ClosureReference {
  const encoder = new ClosureEncoder();
  const functionIndex = encoder.add(fn, {
    path: 'the function',
    captor: undefined,
    place: undefined,
  });
  return {
    programId: currentProgram()?.programId ?? '',
    functionIndex,
    captured: { closures: encoder.closures, repairs: encoder.repairs },
  };
}
