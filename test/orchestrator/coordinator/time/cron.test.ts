/** Cron expressions: what is one, when they fire, and what clock changes do to them. */
import { describe, expect, it } from 'vitest';
import {
  type CronExpression,
  parseCron,
} from '../../../../orchestrator/coordinator/time/cron/cron-expression.ts';
import {
  nextCronTime,
  nextLocalCronTime,
} from '../../../../orchestrator/coordinator/time/cron/next-cron-time.ts';
import { nextNominalTimes } from '../../../../orchestrator/coordinator/time/nominal-times.ts';
import { requireTimeZone } from '../../../../orchestrator/coordinator/time/time-zone.ts';

const ms = (time: string) => Date.parse(time.replace('Z', ':00Z'));
const text = (timeMs: number | undefined) =>
  timeMs === undefined ? 'never' : `${new Date(timeMs).toISOString().slice(0, 16)}Z`;

function cron(expression: string): CronExpression {
  const parsed = parseCron(expression);
  if (!('expression' in parsed)) throw new Error(`${expression}: ${parsed.failure}`);
  return parsed.expression;
}

describe('the dialect', () => {
  it.each([
    ...['* * * * *', '0/15 8-18 ? * MON-FRI', '0 0 L * ?', '0 0 LW * ?', '0 0 L-3 * ?'],
    ...['0 0 15W * ?', '0 0 ? * 6L', '0 0 ? * FRI#2', '0 22-2 * NOV-FEB *', '0 0 1,15 * MON'],
    // What Quartz overlooks.
    ...['5x 0 * * *', '*5 0 * * *', '0 0 ? * MONDAY', '0 0 ? * FRI/2', '*/0 0 * * *'],
  ])('takes %s', (expression) => expect(parseCron(expression)).toHaveProperty('expression'));

  it.each([
    ...['60 * * * *', '0 24 * * *', '0 0 0 * *', '0 0 32 * *', '0 0 * 13 *', '0 0 ? * 8'],
    ...['0 0 ? * 0', 'x * * * *', '0 0 1,LW * *', '0 0 ? * MON#1,FRI#2', '0 0 ? * 5#6'],
    ...['*/60 * * * *', '0 0 ? * ?', '/ * * * *', '1- * * * *', '0 0 L-31 * ?', ', * * * *'],
  ])('refuses %s', (expression) =>
    expect(parseCron(expression)).toMatchObject({ failure: 'field' }),
  );

  it.each(['* * * *', '* * * * * *', '0  0 * * *', ''])(
    'wants five fields, not "%s"',
    (expression) => expect(parseCron(expression)).toEqual({ failure: 'field-count' }),
  );
});

describe('the next time', () => {
  it.each([
    ['0 0 29 2 ?', '2026-01-01T00:00Z', '2028-02-29T00:00Z'],
    ['0 0 31 * ?', '2026-02-01T00:00Z', '2026-03-31T00:00Z'],
    ['0 0 L-3 * ?', '2026-02-01T00:00Z', '2026-02-25T00:00Z'],
    ['0 0 LW * ?', '2026-02-01T00:00Z', '2026-02-27T00:00Z'],
    ['0 0 1W * ?', '2026-08-01T00:00Z', '2026-08-03T00:00Z'],
    ['0 0 ? * 6#5', '2026-02-01T00:00Z', '2026-05-29T00:00Z'],
    ['0 0 ? * 2L', '2026-02-01T00:00Z', '2026-02-23T00:00Z'],
    ['0 0 13 * FRI', '2026-02-07T00:00Z', '2026-02-13T00:00Z'],
    ['0 0 13 * FRI', '2026-02-13T00:00Z', '2026-02-20T00:00Z'],
    ['59 23 31 12 ?', '2026-12-31T23:59Z', '2027-12-31T23:59Z'],
    ['0 0 31 4 ?', '2026-01-01T00:00Z', 'never'],
  ])('of %s after %s', (expression, after, expected) => {
    expect(text(nextCronTime(cron(expression), ms(after), 0))).toBe(expected);
  });
});

/** All times within a span. */
function times(expression: string, zone: string, from: string, until: string, clock = 'local') {
  const definition = {
    frequency: {
      kind: 'cron',
      expression,
      clock: clock as 'local' | 'processing',
      endOf: 'NONE',
    } as const,
    startMs: ms(from),
    timezone: zone,
  };
  const range = { fromMs: ms(from), lastActionNumber: 0, untilMs: ms(until), limit: 1000 };
  return nextNominalTimes(definition, range).actions.map(({ nominalTimeMs }) =>
    text(nominalTimeMs),
  );
}

describe('by the wall clock of a zone', () => {
  const zone = 'Europe/Berlin';

  it('keeps the time of day across clock changes', () => {
    expect(times('0 9 * * *', zone, '2026-03-28T00:00Z', '2026-03-30T00:00Z')).toEqual([
      '2026-03-28T08:00Z',
      '2026-03-29T07:00Z',
    ]);
    expect(times('0 9 * * *', zone, '2026-10-24T00:00Z', '2026-10-26T00:00Z')).toEqual([
      '2026-10-24T07:00Z',
      '2026-10-25T08:00Z',
    ]);
  });

  it('fires once for a time that the clocks leave out, and once for one that comes twice', () => {
    expect(times('30 2 * * *', zone, '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-29T01:30Z',
      '2026-03-30T00:30Z',
    ]);
    expect(times('30 2 * * *', zone, '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
  });

  it('fires every hour of the day, be it 23 or 25', () => {
    const hours = (from: string, until: string) => times('0 * * * *', zone, from, until).length;
    expect(hours('2026-03-28T23:00Z', '2026-03-29T22:00Z')).toBe(23);
    expect(hours('2026-10-24T22:00Z', '2026-10-25T23:00Z')).toBe(25);
    expect(times('*/30 * * * *', zone, '2026-10-25T00:00Z', '2026-10-25T02:30Z')).toEqual(
      ['00:00', '00:30', '01:00', '01:30', '02:00'].map((time) => `2026-10-25T${time}Z`),
    );
  });

  it('never goes back, and never stands still', () => {
    const berlin = requireTimeZone(zone);
    for (const expression of ['15 2 * * *', '*/20 1-3 * * *', '0 0,3 * * SUN', '7 * * 3,10 *']) {
      let at = ms('2026-03-27T00:00Z');
      for (let count = 0; count < 300; count++) {
        const next = nextLocalCronTime(cron(expression), at, berlin) as number;
        expect(next).toBeGreaterThan(at);
        at = next;
      }
    }
  });
});

describe('as Oozie reads it', () => {
  it('goes by UTC, and shifts what is a day apart from the one before by summer time', () => {
    const zone = 'America/Los_Angeles';
    expect(
      times('0 9 * * *', zone, '2026-03-07T00:00Z', '2026-03-11T00:00Z', 'processing'),
    ).toEqual(['2026-03-07T09:00Z', '2026-03-08T09:00Z', '2026-03-09T08:00Z', '2026-03-10T08:00Z']);
    expect(
      times('0 */12 * * *', zone, '2026-03-08T00:00Z', '2026-03-09T13:00Z', 'processing'),
    ).toEqual(['2026-03-08T00:00Z', '2026-03-08T12:00Z', '2026-03-09T00:00Z', '2026-03-09T12:00Z']);
  });
});
