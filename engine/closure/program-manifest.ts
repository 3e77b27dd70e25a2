/**
 * What is known of a program's functions besides their code: read by the driver, never by slots.
 */

/** A captured variable, in the order of the factory's parameters. */
export interface CapturedVariable {
  /** As written in the source; `this` and `arguments` are possible. */
  readonly name: string;
  /** Line of its first use in the function, from 1. */
  readonly line: number;
}

export interface ManifestFunction {
  /** As written, `anonymous` otherwise. */
  readonly name: string;
  readonly isClass: boolean;
  /** Index into `files`. */
  readonly file: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The executor file with its factory or instance. */
  readonly executorFile: string;
  readonly captured: readonly CapturedVariable[];
  /** A class whose instances cannot be made from their properties. */
  readonly hasPrivateMembers: boolean;
  /** Why it cannot travel. */
  readonly obstacle?: string | undefined;
}

export interface ProgramManifest {
  readonly programId: string;
  /** Original files as absolute paths, for messages. */
  readonly files: readonly string[];
  readonly functions: readonly ManifestFunction[];
  /** Modules of Node that the program imports, where functions may come from. */
  readonly builtinModules: readonly string[];
}
