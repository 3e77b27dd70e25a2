/** Frequency, start, end and time zone of a coordinator. */
import type { Element } from '../../../actions/contract/element.ts';
import { attributePhase, frequencyPhase } from '../../definition/el/coordinator-phases.ts';
import { parseCron } from '../time/cron/cron-expression.ts';
import type { Frequency } from '../time/frequency.ts';
import { withAttributes } from './edit-element.ts';
import { notAnInteger, parseJavaInteger } from './java-integer.ts';
import { attributePosition, type SubmissionScope } from './submission-scope.ts';

export interface Schedule {
  /** The root with its attributes evaluated and Oozie's own ones added. */
  readonly root: Element;
  readonly frequency: Frequency | undefined;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly timezone: string | undefined;
}

/** Reports what is wrong with each; what is wrong is undefined. */
export function resolveTimes(
  { root: app, frequency }: ResolvedFrequency,
  scope: SubmissionScope,
): Schedule {
  let root = app;
  for (const name of ['start', 'end', 'timezone']) {
    const before = scope.problems.length;
    root = scope.resolveAttribute(root, name, attributePhase, scope.context);
    // What could not be evaluated is not checked, too.
    if (scope.problems.length > before) root = withAttributes(root, { [name]: UNREADABLE });
    else if (name === 'timezone') continue;
  }
  const time = (name: string) => {
    const text = root.attributes.get(name);
    if (text === undefined || text === UNREADABLE) return undefined;
    return scope.readTime(text, name, attributePosition(root, name));
  };
  const startMs = time('start');
  const endMs = time('end');
  const zone = root.attributes.get('timezone') ?? UNREADABLE;
  const isZone =
    zone !== UNREADABLE && scope.checkTimeZone(zone, attributePosition(root, 'timezone'));
  const timezone = isZone ? zone : undefined;
  return { root, frequency, startMs, endMs, timezone };
}

/** Stands in attributes whose expression failed; no document can hold it. */
const UNREADABLE = '\0';

export type ResolvedFrequency = Pick<Schedule, 'root' | 'frequency'>;

/** The first of all that Oozie reads. */
export function resolveFrequency(
  app: Element,
  clock: 'processing' | 'local',
  scope: SubmissionScope,
): ResolvedFrequency {
  const context = scope.frequencyContext();
  const before = scope.problems.length;
  const root = scope.resolveAttribute(app, 'frequency', frequencyPhase, context);
  if (scope.problems.length > before) return { root, frequency: undefined };
  const text = root.attributes.get('frequency') ?? '';
  const count = parseJavaInteger(text);
  const { unit = 'MINUTE', endOf = 'NONE' } = context;
  if (count === undefined && !checkCron(text, root, scope)) return { root, frequency: undefined };
  const frequency: Frequency =
    count === undefined
      ? { kind: 'cron', expression: text, clock, endOf }
      : { kind: 'calendar', count, unit, endOf };
  const timeUnit = count === undefined ? 'CRON' : unit;
  const added = { freq_timeunit: timeUnit, end_of_duration: endOf };
  return { root: withAttributes(root, added), frequency };
}

function checkCron(text: string, root: Element, scope: SubmissionScope): boolean {
  const parsed = parseCron(text);
  if ('expression' in parsed) return true;
  const position = attributePosition(root, 'frequency');
  const isField = parsed.failure === 'field';
  const expected = isField ? 'must be an integer or a cron syntax' : 'must have 5 bit fields';
  const cause = `Parsing error ${notAnInteger(text)}`;
  const mend = isField
    ? `[${parsed.field}] is no ${parsed.fieldName} of a cron expression`
    : 'write a number of minutes, ${coord:days(1)}, or the five fields of a cron expression';
  const found = `parameter [frequency] = [${text}]  ${expected}. ${cause}`;
  scope.report('E1003', [found], position, mend);
  return false;
}
