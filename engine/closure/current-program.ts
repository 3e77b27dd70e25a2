/** The program that this process submitted, for the parts of the engine that ship it to slots. */
import type { ProgramLocation } from './program-location.ts';

let current: ProgramLocation | undefined;

/**
 * Undefined when the process was not started by submit: only self-contained functions travel then.
 */
export function currentProgram(): ProgramLocation | undefined {
  return current;
}

export function setCurrentProgram(location: ProgramLocation | undefined): void {
  current = location;
}
