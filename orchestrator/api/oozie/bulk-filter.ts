/** `bulk=bundle=…;coordinators=…;actionstatus=…`: which actions of which bundle are asked for. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { BulkFilter } from '../../bundle/bundle-service.ts';
import { coordinatorActionStatuses } from '../../coordinator/action/coordinator-action-status.ts';

type ListName = 'coordinators' | 'actionStatuses';
type TimeName = 'createdFromMs' | 'createdToMs' | 'scheduledFromMs' | 'scheduledToMs';

type Reading = { -readonly [Name in keyof BulkFilter]?: BulkFilter[Name] };

const lists: ReadonlyMap<string, ListName> = new Map([
  ['coordinators', 'coordinators'],
  ['actionstatus', 'actionStatuses'],
]);

const times: ReadonlyMap<string, TimeName> = new Map([
  ['startcreatedtime', 'createdFromMs'],
  ['endcreatedtime', 'createdToMs'],
  ['startscheduledtime', 'scheduledFromMs'],
  ['endscheduledtime', 'scheduledToMs'],
]);

/** @throws HowdahError E0420 for what Oozie refuses, E0305 without a bundle */
export function parseBulkFilter(text: string): BulkFilter {
  const read: Reading = {};
  for (const element of text.split(';')) {
    if (element.trim() === '') continue;
    const [name = '', value, ...more] = element.trim().split('=');
    if (value === undefined || value === '' || more.length > 0) {
      throw invalid(element, 'elements must be semicolon-separated name=value pairs');
    }
    const key = name.toLowerCase();
    const [list, time] = [lists.get(key), times.get(key)];
    if (key === 'bundle') read.bundle = value;
    else if (list !== undefined) read[list] = valuesOf(value, list, element);
    else if (time !== undefined) read[time] = timeOf(value, element);
    else throw invalid(element, `invalid parameter name [${name}]`);
  }
  const { bundle, ...more } = read;
  if (bundle === undefined) throw new HowdahError('E0305', ['bundle']);
  return { bundle, ...more };
}

function valuesOf(value: string, list: ListName, element: string): string[] {
  const values = value.split(',').map((one) => one.trim());
  const unknown = values.find((one) => !Object.hasOwn(coordinatorActionStatuses, one));
  if (list === 'actionStatuses' && unknown !== undefined) {
    throw invalid(element, `invalid action status [${unknown}]`);
  }
  return values;
}

function timeOf(value: string, element: string): number {
  const timeMs = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  const expected = "A datetime value of pattern [yyyy-MM-dd'T'HH:mm'Z'] is expected";
  throw invalid(element, `invalid value [${value}] for time. ${expected}`);
}

function invalid(element: string, reason: string): HowdahError {
  return new HowdahError('E0420', [element, reason], { subject: 'bulk' });
}
