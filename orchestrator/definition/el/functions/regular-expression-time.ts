/** Bounds the time of a match: some patterns need more steps than the world has seconds. */
import { createContext, Script } from 'node:vm';
import { expressionError } from '../expression-error.ts';

/** The server serves everybody else meanwhile; what it has not matched by then is a bad pattern. */
export const REGULAR_EXPRESSION_TIME_MAX_MS = 500;

/** Patterns without repetition and short texts are quick whatever they say. */
const QUICK_TEXT_LENGTH_MAX = 16;
const repetition = /[*+{]/;

const slot: { run: () => unknown } = { run: () => undefined };
const realm = createContext(slot);
const script = new Script('run()');

/** @throws HowdahError EL_ERROR when it takes too long */
export function runWithTimeLimit<Result>(regex: string, text: string, run: () => Result): Result {
  if (!repetition.test(regex) || text.length <= QUICK_TEXT_LENGTH_MAX) return run();
  slot.run = run;
  try {
    return script.runInContext(realm, { timeout: REGULAR_EXPRESSION_TIME_MAX_MS }) as Result;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw expressionError(
      `The regular expression [${regex}] took longer than ${REGULAR_EXPRESSION_TIME_MAX_MS} ms`,
      { mend: 'avoid repetitions within repetitions' },
    );
  }
}
