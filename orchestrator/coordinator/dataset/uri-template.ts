/** URIs of instances: the template's YEAR, MONTH, DAY, HOUR and MINUTE filled in. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { Evaluator } from '../../definition/el/evaluator.ts';
import { Phase } from '../../definition/el/phase.ts';
import { mayHoldExpression } from '../../definition/el/syntax/parse-template.ts';
import { twoDigits } from '../time/oozie-time.ts';
import type { ProcessingTimeZone } from '../time/processing-time-zone.ts';

/** Nothing but variables. */
const uriPhase = new Phase<undefined>({ name: 'uri' });

/** The only expressions that templates have; thousands of URIs are made of one. */
const timePart = /\$\{(YEAR|MONTH|DAY|HOUR|MINUTE)\}/g;

/**
 * By the clocks of the processing time zone, whatever the dataset's zone is.
 * @throws HowdahError E1004
 */
export function uriOfInstance(
  template: string,
  timeMs: number,
  { zone }: ProcessingTimeZone,
): string {
  const date = new Date(timeMs + zone.offsetAt(timeMs));
  const text = template.trim();
  const filled = text.replace(timePart, (_, name: string) => partOf(date, name));
  return mayHoldExpression(filled) ? evaluate(text, date) : filled;
}

function partOf(date: Date, name: string): string {
  switch (name) {
    case 'YEAR':
      return String(date.getUTCFullYear());
    case 'MONTH':
      return twoDigits(date.getUTCMonth() + 1);
    case 'DAY':
      return twoDigits(date.getUTCDate());
    case 'HOUR':
      return twoDigits(date.getUTCHours());
    default:
      return twoDigits(date.getUTCMinutes());
  }
}

function evaluate(text: string, date: Date): string {
  const names = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE'];
  const variables = new Map(names.map((name) => [name, partOf(date, name)]));
  try {
    return new Evaluator(uriPhase, undefined, variables).evaluate(text);
  } catch (cause) {
    throw new HowdahError('E1004', [`Unable to evaluate :${text}:\n`], { cause });
  }
}

/** The URI whose existence completes an instance. @param doneFlag empty for the URI itself */
export function uriWithDoneFlag(uri: string, doneFlag: string): string {
  return doneFlag === '' ? uri : `${uri}/${doneFlag}`;
}
