/** The functions that find instances of a dataset. */
import {
  absoluteRange,
  currentRange,
  offsetInstance,
} from '../../../coordinator/dataset/instance-functions.ts';
import { daysInMonthOf, hoursInDay } from '../../../coordinator/time/java-calendar.ts';
import type { InstanceElContext } from '../coordinator-el-context.ts';
import { expressionError } from '../expression-error.ts';
import { calendarUnit } from './coordinator-time-functions.ts';
import { elFunction } from './el-function.ts';

const current = elFunction(['integer'], (context: InstanceElContext, index) =>
  currentRange(context, index, index),
);

const range = elFunction(['integer', 'integer'], (context: InstanceElContext, start, end) =>
  currentRange(context, start, end),
);

const offset = elFunction(['integer', 'text'], (context: InstanceElContext, count, unit) =>
  offsetInstance(context, count, calendarUnit(unit)),
);

const absolute = elFunction(['text', 'integer'], (context: InstanceElContext, start, end) => {
  const found = absoluteRange(context, start, end);
  if ('instances' in found) return found.instances;
  throw expressionError(`E1010: Invalid data in coordinator xml. [${found.failure}]`);
});

/** The nominal time moved by so many instances; undefined before the initial instance. */
function movedNominalTime(context: InstanceElContext, steps: number): number | undefined {
  const { grid, nominalTimeMs } = context;
  return grid.initialMs > nominalTimeMs ? undefined : grid.step(nominalTimeMs, steps);
}

const hours = elFunction(['integer'], (context: InstanceElContext, steps) => {
  const timeMs = movedNominalTime(context, steps);
  return timeMs === undefined ? -1n : BigInt(hoursInDay(timeMs, context.grid.zone));
});

const days = elFunction(['integer'], (context: InstanceElContext, steps) => {
  const timeMs = movedNominalTime(context, steps);
  return timeMs === undefined ? -1n : BigInt(daysInMonthOf(timeMs, context.grid.zone));
});

/** Minutes that the dataset's clocks are ahead of the coordinator's. */
const tzOffset = elFunction([], ({ grid, zone, nominalTimeMs }: InstanceElContext) => {
  const differenceMs = grid.zone.offsetAt(nominalTimeMs) - zone.offsetAt(nominalTimeMs);
  return BigInt(Math.trunc(differenceMs / 60_000));
});

export const dayFunctions = {
  'coord:hoursInDay': hours,
  'coord:daysInMonth': days,
  'coord:tzOffset': tzOffset,
} as const;

export const instanceFunctions = {
  'coord:current': current,
  'coord:currentRange': range,
  'coord:offset': offset,
} as const;

export const absoluteRangeFunction = { 'coord:absoluteRange': absolute } as const;
