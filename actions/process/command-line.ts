/** The command as the wrapper gets it. */
import type { ProcessSpecification } from '../contract/action-type.ts';
import { findProgram } from './find-program.ts';

/** What a POSIX shell hands on to the commands that it runs; it drops other names. */
const SHELL_VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The wrapper's own variables. */
const VARIABLE_OF_WRAPPER = /^howdah_/;

/** Variables that mean something to the wrapper's shell itself, and might not come through it. */
const VARIABLES_OF_SHELLS = new Set(['IFS', 'LINENO', 'OPTIND', 'PPID', 'PS1', 'PS2', 'PS4']);

export interface CommandLine {
  /** The command, with a slash in it, and its arguments. */
  readonly words: readonly [string, ...string[]];
  /** The environment of the wrapper, which it hands on. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What the wrapper is to run. A bare `echo` would be the builtin of the wrapper's shell, and so
 * the command is looked up here; variables that would not come through the shell go around it.
 */
export function commandLine(specification: ProcessSpecification): CommandLine {
  const { command, environment, workingDirectory } = specification;
  const found = command.includes('/')
    ? command
    : (findProgram(command, environment.PATH ?? '', workingDirectory)?.path ?? `./${command}`);
  const direct: Record<string, string> = {};
  const shielded: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    const isShielded = VARIABLES_OF_SHELLS.has(name) || VARIABLE_OF_WRAPPER.test(name);
    if (SHELL_VARIABLE.test(name) && !isShielded) direct[name] = value;
    else shielded.push(`${name}=${value}`);
  }
  const words: [string, ...string[]] = [found, ...specification.arguments];
  return {
    words: shielded.length > 0 ? ['/usr/bin/env', ...shielded, ...words] : words,
    environment: direct,
  };
}
