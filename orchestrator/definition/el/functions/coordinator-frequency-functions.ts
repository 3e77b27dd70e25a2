/** The functions of frequencies, which also say what they count. */
import type { FrequencyUnit } from '../../../coordinator/time/frequency.ts';
import type { EndOfDuration } from '../../../coordinator/time/java-calendar.ts';
import type { FrequencyElContext } from '../coordinator-el-context.ts';
import { expressionError } from '../expression-error.ts';
import { elFunction } from './el-function.ts';

/** @param factor units that one of the function's is */
function frequency(unit: FrequencyUnit, endOf: EndOfDuration = 'NONE', factor = 1) {
  return elFunction(['integer'], (context: FrequencyElContext, count) => {
    if (count <= 0) {
      throw expressionError(`parameter [n] = [${count}] must be greater than zero`);
    }
    context.unit = unit;
    context.endOf = endOf;
    return BigInt(count * factor);
  });
}

export const waitFunctions = {
  'coord:days': frequency('DAY'),
  'coord:months': frequency('MONTH'),
  'coord:hours': frequency('MINUTE', 'NONE', 60),
  'coord:minutes': frequency('MINUTE'),
} as const;

export const frequencyFunctions = {
  ...waitFunctions,
  'coord:endOfDays': frequency('DAY', 'END_OF_DAY'),
  'coord:endOfWeeks': frequency('WEEK', 'END_OF_WEEK'),
  'coord:endOfMonths': frequency('MONTH', 'END_OF_MONTH'),
} as const;
