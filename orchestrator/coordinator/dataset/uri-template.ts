/** URIs of instances: the template's YEAR, MONTH, DAY, HOUR and MINUTE filled in. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { Evaluator } from '../../definition/el/evaluator.ts';
import { Phase } from '../../definition/el/phase.ts';
import { twoDigits } from '../time/oozie-time.ts';
import type { ProcessingTimeZone } from '../time/processing-time-zone.ts';

/** Nothing but variables. */
const uriPhase = new Phase<undefined>({ name: 'uri' });

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
  const variables = new Map([
    ['YEAR', String(date.getUTCFullYear())],
    ['MONTH', twoDigits(date.getUTCMonth() + 1)],
    ['DAY', twoDigits(date.getUTCDate())],
    ['HOUR', twoDigits(date.getUTCHours())],
    ['MINUTE', twoDigits(date.getUTCMinutes())],
  ]);
  const text = template.trim();
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

export function uriWithoutDoneFlag(uri: string, doneFlag: string): string {
  if (doneFlag === '' || !uri.endsWith(doneFlag)) return uri;
  return uri.slice(0, Math.max(uri.lastIndexOf(`/${doneFlag}`), 0));
}
