/** Evaluates texts for one job, or for one action of it. */
import type { ElValue } from './evaluation/el-value.ts';
import { renderValue } from './evaluation/el-value.ts';
import { type ElVariables, Scope } from './evaluation/scope.ts';
import type { Phase } from './phase.ts';
import { mayHoldExpression } from './syntax/parse-template.ts';
import type { Template } from './template.ts';

/** Cheap to make: one for each evaluation is fine. */
export class Evaluator<Context> {
  readonly #phase: Phase<Context>;
  readonly #context: Context;
  readonly #variables: ElVariables;

  /**
   * @param variables parameters by name, as `workflowVariables` prepares them; they hide the
   *   phase's constants
   */
  constructor(
    phase: Phase<Context>,
    context: NoInfer<Context>,
    variables: ReadonlyMap<string, string>,
  ) {
    this.#phase = phase;
    this.#context = context;
    const { constants } = phase;
    this.#variables =
      constants.size === 0
        ? variables
        : { get: (name) => variables.get(name) ?? constants.get(name) };
  }

  /** The text with its expressions evaluated. @throws HowdahError EL_ERROR */
  evaluate(text: string): string {
    return mayHoldExpression(text) ? renderValue(this.evaluateValue(text)) : text;
  }

  /** The value, where the text is a single expression. @throws HowdahError EL_ERROR */
  evaluateValue(text: string): ElValue {
    return this.#phase.template(text).evaluate(this.scope());
  }

  /** Compiled; fails for what is no expression and for unknown functions. */
  template(text: string): Template<Context> {
    return this.#phase.template(text);
  }

  /** For templates that are to be evaluated one after the other, as if they were one text. */
  scope(): Scope<Context> {
    return new Scope(this.#context, this.#variables);
  }
}
