/** Calendar arithmetic across clock changes, leap days and short months. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToCalendar,
  type CalendarUnit,
  daysInMonth,
  hoursInDay,
  moveToEnd,
} from '../../../../orchestrator/coordinator/time/java-calendar.ts';
import { requireTimeZone, timeZone } from '../../../../orchestrator/coordinator/time/time-zone.ts';

const ms = (time: string) => Date.parse(time.replace('Z', ':00Z'));
const text = (timeMs: number) => `${new Date(timeMs).toISOString().slice(0, 16)}Z`;

describe('adding to a time', () => {
  it.each<[string, number, CalendarUnit, string, string]>([
    // Los Angeles: clocks go forward on March 8 2026 at 10:00Z, back on November 1 at 09:00Z.
    ['2026-03-07T08:00Z', 1, 'DAY', 'America/Los_Angeles', '2026-03-08T08:00Z'],
    ['2026-03-07T18:00Z', 1, 'DAY', 'America/Los_Angeles', '2026-03-08T17:00Z'],
    ['2026-10-31T18:00Z', 1, 'DAY', 'America/Los_Angeles', '2026-11-01T19:00Z'],
    ['2026-03-07T18:00Z', 24, 'HOUR', 'America/Los_Angeles', '2026-03-08T18:00Z'],
    ['2026-03-07T18:00Z', 1440, 'MINUTE', 'America/Los_Angeles', '2026-03-08T18:00Z'],
    ['2026-03-01T18:00Z', 2, 'WEEK', 'America/Los_Angeles', '2026-03-15T17:00Z'],
    ['2026-02-08T18:00Z', 1, 'MONTH', 'America/Los_Angeles', '2026-03-08T17:00Z'],
    ['2026-10-15T17:00Z', 1, 'MONTH', 'America/Los_Angeles', '2026-11-15T18:00Z'],
    ['2025-07-08T18:00Z', -1, 'YEAR', 'America/Los_Angeles', '2024-07-08T18:00Z'],
    // 02:30 does not exist on March 8: a day later it is before the change, a month later after it.
    ['2026-03-07T10:30Z', 1, 'DAY', 'America/Los_Angeles', '2026-03-08T09:30Z'],
    ['2026-02-08T10:30Z', 1, 'MONTH', 'America/Los_Angeles', '2026-03-08T10:30Z'],
    // 01:30 comes twice on November 1: a day later it is the first, a month later the second.
    ['2026-10-31T08:30Z', 1, 'DAY', 'America/Los_Angeles', '2026-11-01T08:30Z'],
    ['2026-10-01T08:30Z', 1, 'MONTH', 'America/Los_Angeles', '2026-11-01T09:30Z'],
    // Short months, and the 31st is not lost for good.
    ['2026-01-31T00:00Z', 1, 'MONTH', 'UTC', '2026-02-28T00:00Z'],
    ['2024-01-31T00:00Z', 1, 'MONTH', 'UTC', '2024-02-29T00:00Z'],
    ['2026-01-31T00:00Z', 2, 'MONTH', 'UTC', '2026-03-31T00:00Z'],
    ['2024-02-29T00:00Z', 1, 'YEAR', 'UTC', '2025-02-28T00:00Z'],
    ['2026-03-31T00:00Z', -1, 'MONTH', 'UTC', '2026-02-28T00:00Z'],
    ['2026-01-15T00:00Z', -13, 'MONTH', 'UTC', '2024-12-15T00:00Z'],
  ])('%s + %i %s in %s', (from, count, unit, zone, expected) => {
    expect(text(addToCalendar(ms(from), count, unit, requireTimeZone(zone)))).toBe(expected);
  });

  it('of nothing changes nothing, where the clocks show a time twice, too', () => {
    const zone = requireTimeZone('Pacific/Chatham');
    const second = ms('2027-04-03T14:37Z');
    expect(zone.offsetAt(second)).toBeLessThan(zone.offsetAt(second - 3_600_000));
    expect(addToCalendar(second - 3_600_000, 0, 'MONTH', zone)).toBe(second - 3_600_000);
  });
});

describe('the end of a duration', () => {
  const zone = requireTimeZone('America/New_York');

  it.each([
    ['2026-03-07T12:00Z', 'END_OF_DAY', '2026-03-08T05:00Z'],
    ['2026-03-08T12:00Z', 'END_OF_DAY', '2026-03-09T04:00Z'],
    ['2026-03-08T05:00Z', 'END_OF_DAY', '2026-03-09T04:00Z'],
    ['2026-03-05T12:00Z', 'END_OF_WEEK', '2026-03-08T05:00Z'],
    ['2026-03-08T05:00Z', 'END_OF_WEEK', '2026-03-15T04:00Z'],
    ['2026-01-31T12:00Z', 'END_OF_MONTH', '2026-02-01T05:00Z'],
    ['2026-12-31T12:00Z', 'END_OF_MONTH', '2027-01-01T05:00Z'],
    ['2026-12-31T12:00Z', 'NONE', '2026-12-31T12:00Z'],
  ] as const)('of %s with %s', (from, endOf, expected) => {
    expect(text(moveToEnd(ms(from), endOf, zone))).toBe(expected);
  });
});

it('knows days of 23 and 25 hours, and leap years', () => {
  const zone = requireTimeZone('America/New_York');
  const hours = ['2026-03-07', '2026-03-08', '2026-11-01'].map((day) =>
    hoursInDay(ms(`${day}T17:00Z`), zone),
  );
  expect(hours).toEqual([24, 23, 25]);
  expect([2023, 2024, 2000, 1900].map((year) => daysInMonth(year, 1))).toEqual([28, 29, 29, 28]);
});

describe('a time zone', () => {
  it.each(['UTC', 'GMT', 'GMT+05:30', 'GMT-0800', 'PST', 'US/Eastern', 'EST5EDT', 'Universal'])(
    '%s is one',
    (id) => expect(timeZone(id)?.id).toBe(id),
  );

  it.each(['utc', 'GMT+5', 'UTC+2', '+05:30', 'Nope/Zone', '', 'america/new_york', 'GMT+2400'])(
    '%s is none',
    (id) => expect(timeZone(id)).toBeUndefined(),
  );

  /** The clocks as the JavaScript engine shows them. */
  function shownWall(timeMs: number, timeZoneId: string): number {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: timeZoneId,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    const parts = format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]);
    const { year, month, day, hour, minute, second } = Object.fromEntries(parts);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  it('has the offsets that the engine’s own clocks show', () => {
    const ids = fc.constantFrom(
      ...['America/Los_Angeles', 'Europe/London', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
      ...['Pacific/Apia', 'America/St_Johns', 'Africa/Casablanca', 'Asia/Tehran'],
    );
    const instants = fc.integer({ min: 0, max: 2_000_000_000 });
    void fc.assert(
      fc.property(ids, instants, (id, seconds) => {
        const timeMs = seconds * 1000;
        expect(timeMs + requireTimeZone(id).offsetAt(timeMs)).toBe(shownWall(timeMs, id));
      }),
      { numRuns: 400 },
    );
  });
});
