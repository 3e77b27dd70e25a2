/**
 * Cron expressions of coordinators: Quartz's dialect without its field of seconds. Where both
 * fields of days are restricted either is enough, which is Oozie's addition.
 */
import { type CronField, cronFieldRanges } from './cron-field.ts';
import { parseCronField } from './parse-cron-field.ts';

export interface CronExpression {
  readonly text: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  /** Undefined where the days of the week decide alone. */
  readonly daysOfMonth: CronField | undefined;
  /** Undefined where the days of the month decide alone. */
  readonly daysOfWeek: CronField | undefined;
}

export type ParsedCron =
  | { readonly expression: CronExpression }
  | { readonly failure: 'field-count' }
  | { readonly failure: 'field'; readonly fieldName: string; readonly field: string };

/** Fields are parted by single blanks. */
export function parseCron(text: string): ParsedCron {
  const texts = text.replace(/ +$/, '').split(' ');
  if (texts.length !== cronFieldRanges.length) return { failure: 'field-count' };
  const fields: CronField[] = [];
  for (const [index, range] of cronFieldRanges.entries()) {
    const fieldText = texts[index] as string;
    const field = parseCronField(fieldText.toUpperCase(), range);
    if (field === undefined) {
      return { failure: 'field', fieldName: range.name, field: fieldText };
    }
    fields.push(field);
  }
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = fields as [
    CronField,
    CronField,
    CronField,
    CronField,
    CronField,
  ];
  if (daysOfMonth.isUnspecified && daysOfWeek.isUnspecified) {
    return { failure: 'field', fieldName: 'day of week', field: daysOfWeek.text };
  }
  const times = { minutes: minutes.values, hours: hours.values, months: months.values };
  return { expression: { text, ...times, ...chooseDays(daysOfMonth, daysOfWeek) } };
}

/** `*` in a field of days gives way to the other one. */
function chooseDays(
  daysOfMonth: CronField,
  daysOfWeek: CronField,
): Pick<CronExpression, 'daysOfMonth' | 'daysOfWeek'> {
  if (daysOfMonth.isUnspecified) return { daysOfMonth: undefined, daysOfWeek };
  if (daysOfWeek.isUnspecified) return { daysOfMonth, daysOfWeek: undefined };
  if (daysOfMonth.text === '*') return { daysOfMonth: undefined, daysOfWeek };
  if (daysOfWeek.text === '*') return { daysOfMonth, daysOfWeek: undefined };
  return { daysOfMonth, daysOfWeek };
}
