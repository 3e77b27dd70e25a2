/** Evaluates one text of a coordinator as Oozie does. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { Evaluator } from '../../definition/el/evaluator.ts';
import type { Phase } from '../../definition/el/phase.ts';

/**
 * When a function of the text stands for itself, the whole outcome is an expression again: `${…}`.
 * @throws HowdahError E1004, the expression's own error as its cause
 */
export function evaluateAndWrap<Context extends object>(
  text: string,
  phase: Phase<Context>,
  context: NoInfer<Context> & { isEchoed?: boolean },
  variables: ReadonlyMap<string, string>,
): string {
  context.isEchoed = false;
  try {
    const value = new Evaluator<Context>(phase, context, variables).evaluate(text);
    return context.isEchoed ? `\${${value}}` : value;
  } catch (cause) {
    throw new HowdahError('E1004', [`Unable to evaluate :${text}:\n`], {
      cause,
      mend: cause instanceof Error ? cause.message : undefined,
    });
  }
}
