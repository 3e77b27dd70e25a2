/** The five fields of a cron expression in Quartz's dialect: which numbers and names they take. */

export type CronFieldName = 'minute' | 'hour' | 'day of month' | 'month' | 'day of week';

export interface CronFieldRange {
  readonly name: CronFieldName;
  readonly min: number;
  readonly max: number;
  /** The longest step after `/`. */
  readonly stepMax: number;
  /** Names of values, the first one's number being `min`. */
  readonly names: readonly string[];
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** In the order in which they are written. */
export const cronFieldRanges: readonly CronFieldRange[] = [
  { name: 'minute', min: 0, max: 59, stepMax: 59, names: [] },
  { name: 'hour', min: 0, max: 23, stepMax: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, stepMax: 31, names: [] },
  { name: 'month', min: 1, max: 12, stepMax: 12, names: months },
  { name: 'day of week', min: 1, max: 7, stepMax: 7, names: days },
];

/** What a field says. */
export interface CronField {
  readonly text: string;
  /** Sorted. */
  readonly values: readonly number[];
  /** `?` */
  readonly isUnspecified: boolean;
  /** `L` of the month, so many days before its end. */
  readonly lastDayOffset: number | undefined;
  /** `15W`, `LW` */
  readonly isNearestWeekday: boolean;
  /** `6L`: the last one of the month. */
  readonly isLastWeekday: boolean;
  /** `6#3`: the third one of the month; 0 is none. */
  readonly nthWeekday: number;
}
