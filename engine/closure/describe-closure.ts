/**
 * The driver's side of travelling functions: from a function to the reference that slots revive.
 */
import type { AnyFunction } from './annotation.ts';
import { ClosureEncoder } from './closure-encoder.ts';
import type { ClosureReference } from './closure-reference.ts';
import { currentProgram } from './current-program.ts';
import type { Traveller } from './traveller.ts';

/**
 * Describes a function with the values that its captured variables have now. The reference shares
 * plain objects with the driver until it is cloned: send it before the program can change them.
 * @param travellers gets the engine's objects that the function needs as long as it runs
 * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` naming variable, file and line
 */
export function describeClosure(
  fn: AnyFunction,
  travellers: Set<Traveller> = new Set(),
): ClosureReference {
  const encoder = new ClosureEncoder(travellers);
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
