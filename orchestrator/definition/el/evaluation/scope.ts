/** What one evaluation knows, and the little that it remembers from one expression to the next. */
import { expressionError } from '../expression-error.ts';
import { LAMBDA_CALLS_MAX, LAMBDA_DEPTH_MAX } from '../expression-limits.ts';
import type { ElValue } from './el-value.ts';

/** The values of a phase's variables: constants and parameters. */
export interface ElVariables {
  /** Undefined when there is no such variable. */
  get(name: string): ElValue | undefined;
}

export class Scope<out Context> {
  readonly context: Context;
  readonly variables: ElVariables;
  /**
   * Whether the last look-up of a name found an answer. Jasper keeps this flag throughout an
   * evaluation and never clears it for methods and for null, which is why the same method call is
   * null after a variable and an error before one.
   */
  isResolved = false;
  #lambdaCalls = 0;
  #lambdaDepth = 0;

  constructor(context: Context, variables: ElVariables) {
    this.context = context;
    this.variables = variables;
  }

  callLambda(run: () => ElValue): ElValue {
    if (++this.#lambdaCalls > LAMBDA_CALLS_MAX || this.#lambdaDepth >= LAMBDA_DEPTH_MAX) {
      throw expressionError(
        `More than ${LAMBDA_CALLS_MAX} calls of lambdas, or ${LAMBDA_DEPTH_MAX} within each other`,
      );
    }
    this.#lambdaDepth++;
    try {
      return run();
    } finally {
      this.#lambdaDepth--;
    }
  }
}

/** The parameters of the lambdas around an expression, innermost first. */
export interface Frame {
  readonly name: string;
  readonly value: ElValue;
  readonly outer: Frame | undefined;
}

export function lambdaParameter(name: string, frame: Frame | undefined): Frame | undefined {
  for (let current = frame; current !== undefined; current = current.outer) {
    if (current.name === name) return current;
  }
  return undefined;
}
