/** Passes of materialisation: where they end, where the next begins, and how fast they are. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frequency } from '../../../../orchestrator/coordinator/time/frequency.ts';
import { nextNominalTimes } from '../../../../orchestrator/coordinator/time/nominal-times.ts';
import {
  formatOozieTime,
  parseOozieTime,
} from '../../../../orchestrator/coordinator/time/oozie-time.ts';
import { processingTimeZone } from '../../../../orchestrator/coordinator/time/processing-time-zone.ts';

const ms = (time: string) => Date.parse(time.replace('Z', ':00Z'));
const DAY_MS = 86_400_000;

const calendar = (count: number, unit: 'MINUTE' | 'DAY' | 'WEEK' | 'MONTH'): Frequency => ({
  kind: 'calendar',
  count,
  unit,
  endOf: 'NONE',
});
const cron = (expression: string, clock: 'processing' | 'local' = 'processing'): Frequency => ({
  kind: 'cron',
  expression,
  clock,
  endOf: 'NONE',
});

interface Schedule {
  readonly frequency: Frequency;
  readonly startMs: number;
  readonly timezone: string;
}

/** All times until an end, in passes of a size each. */
function inPasses(schedule: Schedule, endMs: number, sizes: readonly number[]) {
  const actions: { number: number; nominalTimeMs: number }[] = [];
  let fromMs = schedule.startMs;
  for (let pass = 0; fromMs < endMs; pass++) {
    const limit = sizes[pass % sizes.length] as number;
    const lastActionNumber = actions.length;
    const found = nextNominalTimes(schedule, { fromMs, lastActionNumber, untilMs: endMs, limit });
    actions.push(...found.actions);
    fromMs = found.nextMs;
  }
  return actions;
}

const frequencies = fc.oneof(
  fc.integer({ min: 5, max: 3000 }).map((count) => calendar(count, 'MINUTE')),
  fc.integer({ min: 1, max: 9 }).map((count) => calendar(count, 'DAY')),
  fc.integer({ min: 1, max: 3 }).map((count) => calendar(count, 'MONTH')),
  fc
    .constantFrom('0 */6 * * *', '15,45 3 * * MON', '30 2 L * ?')
    .map((text) => cron(text, 'local')),
);
const zones = fc.constantFrom('UTC', 'America/New_York', 'Europe/London', 'GMT+05:30');
const starts = fc.integer({
  min: ms('2024-01-01T00:00Z') / 60_000,
  max: ms('2027-01-01T00:00Z') / 60_000,
});

describe('passes', () => {
  it('give the same times whatever their sizes, each number once', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });
    void fc.assert(
      fc.property(frequencies, zones, starts, sizes, (frequency, timezone, minute, passes) => {
        const schedule = { frequency, timezone, startMs: minute * 60_000 };
        const endMs = schedule.startMs + 60 * DAY_MS;
        const whole = inPasses(schedule, endMs, [100_000]);
        expect(inPasses(schedule, endMs, passes)).toEqual(whole);
        expect(whole.map(({ number }) => number)).toEqual(whole.map((_, index) => index + 1));
        const times = whole.map(({ nominalTimeMs }) => nominalTimeMs);
        expect(times).toEqual(times.toSorted((left, right) => left - right));
        expect(new Set(times).size).toBe(times.length);
      }),
      { numRuns: 150 },
    );
  });

  it('stop at the pause, and go on from it', () => {
    const schedule = { frequency: calendar(1, 'DAY'), startMs: 0, timezone: 'UTC' };
    const range = { fromMs: 0, lastActionNumber: 0, untilMs: 9 * DAY_MS, limit: 100 };
    const paused = nextNominalTimes(schedule, { ...range, pauseMs: 3 * DAY_MS });
    expect(paused.actions).toHaveLength(3);
    expect(paused.nextMs).toBe(3 * DAY_MS);
    const resumed = nextNominalTimes(schedule, {
      ...range,
      fromMs: 3 * DAY_MS,
      lastActionNumber: 3,
    });
    expect(resumed.actions.map(({ number }) => number)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(resumed.nextMs).toBe(9 * DAY_MS);
  });

  it('make nothing without room, and do not lose their place', () => {
    const schedule = {
      frequency: cron('0 9 * * *'),
      startMs: ms('2026-01-01T00:00Z'),
      timezone: 'UTC',
    };
    const range = {
      fromMs: schedule.startMs,
      lastActionNumber: 0,
      untilMs: ms('2026-01-05T00:00Z'),
    };
    expect(nextNominalTimes(schedule, { ...range, limit: 0 })).toEqual({
      actions: [],
      nextMs: schedule.startMs,
    });
  });
});

describe('speed', () => {
  /** Far above what it takes on a slow machine that has other things to do. */
  const SECONDS_MAX = 5;

  /** Of the processor: others may have it meanwhile. */
  const secondsTaken = () => process.cpuUsage().user / 1_000_000;

  it('makes a year of a 5-minute coordinator in seconds', () => {
    const started = secondsTaken();
    const startMs = ms('2026-01-01T00:00Z');
    const schedule = { frequency: cron('*/5 * * * *'), startMs, timezone: 'America/New_York' };
    expect(inPasses(schedule, ms('2027-01-01T00:00Z'), [12])).toHaveLength(365 * 288);
    expect(secondsTaken() - started).toBeLessThan(SECONDS_MAX);
  });

  it('finds the next times of 10,000 coordinators within a second or so', () => {
    const started = secondsTaken();
    const startMs = ms('2026-03-07T00:00Z');
    const zone = ['UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata'];
    let count = 0;
    for (let index = 0; index < 10_000; index++) {
      const frequency = index % 2 === 0 ? cron(`${index % 60} 9 * * MON-FRI`) : calendar(1, 'DAY');
      const schedule = { frequency, startMs, timezone: zone[index % 4] as string };
      const range = {
        fromMs: startMs,
        lastActionNumber: 0,
        untilMs: startMs + 7 * DAY_MS,
        limit: 3,
      };
      count += nextNominalTimes(schedule, range).actions.length;
    }
    expect(count).toBe(30_000);
    expect(secondsTaken() - started).toBeLessThan(SECONDS_MAX);
  });
});

describe('the processing time zone', () => {
  const offset = processingTimeZone('GMT+0530');

  it('ends every time with its offset', () => {
    expect(formatOozieTime(0, offset)).toBe('1970-01-01T05:30+0530');
    expect(parseOozieTime('2026-01-01T05:30+0530', offset)).toEqual({
      timeMs: ms('2026-01-01T00:00Z'),
    });
    expect(parseOozieTime('2026-01-01T05:30Z', offset)).toEqual({
      message: "Could not parse [2026-01-01T05:30Z] using [yyyy-MM-dd'T'HH:mm+0530] mask",
    });
  });

  it('reads cron expressions by its clocks', () => {
    const startMs = ms('2026-01-01T00:00Z');
    const schedule = { frequency: cron('0 9 * * *'), startMs, timezone: 'UTC' };
    const range = { fromMs: startMs, lastActionNumber: 0, untilMs: startMs + DAY_MS, limit: 9 };
    expect(nextNominalTimes(schedule, range, 'GMT+0530').actions).toEqual([
      { number: 1, nominalTimeMs: ms('2026-01-01T03:30Z') },
    ]);
  });

  it.each(['utc', 'GMT', 'GMT+5', 'GMT+05:30', 'America/New_York', 'GMT+2500', ''])(
    'is not %s',
    (id) => expect(() => processingTimeZone(id)).toThrow('UTC or GMT(+|-)hhmm'),
  );
});
