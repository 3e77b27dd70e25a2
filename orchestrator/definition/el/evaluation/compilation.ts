/** What compiling an expression needs, finds out and gives. */
import { expressionError } from '../expression-error.ts';
import type { ElFunctions } from '../functions/el-function.ts';
import type { ExpressionNode } from '../syntax/expression-node.ts';
import type { ElValue } from './el-value.ts';
import type { Frame, Scope } from './scope.ts';

/** An expression that is ready to be evaluated. @throws HowdahError EL_ERROR */
export type Compiled<Context> = (scope: Scope<Context>, frame: Frame | undefined) => ElValue;

export interface Compilation<Context> {
  /** The whole template, for positions. */
  readonly text: string;
  readonly functions: ElFunctions<Context>;
  /** Set when a function is met that does input or output. */
  doesInputOutput: boolean;
  /** Compiles a part of the expression. */
  compile(node: ExpressionNode): Compiled<Context>;
}

/** The error for a name that is no variable. */
export function unresolved(name: string, text: string, offset: number): Error {
  return expressionError(`variable [${name}] cannot be resolved`, {
    text,
    offset,
    mend: `define ${name} in the job's properties, as a parameter or in config-default.xml`,
  });
}
