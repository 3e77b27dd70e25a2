/** How often a coordinator runs. */
import type { EndOfDuration } from './java-calendar.ts';

export type Frequency = CalendarFrequency | CronFrequency;

/** Steps of a calendar from the start: minutes are elapsed time, longer units follow the zone. */
export interface CalendarFrequency {
  readonly kind: 'calendar';
  readonly count: number;
  readonly unit: FrequencyUnit;
  /** Moves the first time to the next day, week or month; see `move-to-end.ts`. */
  readonly endOf: EndOfDuration;
}

export type FrequencyUnit = 'MINUTE' | 'DAY' | 'WEEK' | 'MONTH';

export interface CronFrequency {
  readonly kind: 'cron';
  /** Five fields in Quartz's dialect. */
  readonly expression: string;
  /**
   * `processing`: the fields are read in the processing time zone, as Oozie does it; the
   * coordinator's zone only shifts actions that are a day or more apart when its summer time
   * differs from that at the start. `local`: they are read by the wall clock of its zone.
   */
  readonly clock: 'processing' | 'local';
  readonly endOf: EndOfDuration;
}

/** The `frequency` of a job as Oozie's API shows it: `1440`, or the cron expression. */
export function frequencyText(frequency: Frequency): string {
  return frequency.kind === 'cron' ? frequency.expression : String(frequency.count);
}

/** The `timeUnit` of a job as Oozie's API shows it. */
export function frequencyTimeUnit(frequency: Frequency): FrequencyUnit | 'CRON' {
  return frequency.kind === 'cron' ? 'CRON' : frequency.unit;
}
