/** The judgement of service levels: a table, and what holds for every entry and every time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advanceSla,
  changeSla,
  judgeSla,
  nextMissMs,
  observeSla,
  slaStatusOf,
} from '../../../orchestrator/sla/judge-sla.ts';
import type { SlaEntry } from '../../../orchestrator/sla/sla-entry.ts';
import { slaEntry } from './sla-entries.ts';

// Nominal 1000; to start by 1100, to end by 1200, within 50.
const cases: readonly (readonly [string, Partial<SlaEntry>, number, string, string])[] = [
  ['nothing happened, in time', {}, 1_100, '', 'NOT_STARTED'],
  ['nothing happened, start is late', {}, 1_101, 'START_MISS', 'NOT_STARTED'],
  ['nothing happened at all', {}, 1_201, 'START_MISS,END_MISS', 'MISS'],
  ['started at the last moment', { actualStartMs: 1_100 }, 1_150, 'START_MET', 'IN_PROCESS'],
  ['started late', { actualStartMs: 1_101 }, 1_120, 'START_MISS', 'IN_PROCESS'],
  ['runs too long', { actualStartMs: 1_000 }, 1_051, 'START_MET,DURATION_MISS', 'IN_PROCESS'],
  ['still runs after its end', { actualStartMs: 1_190 }, 1_201, 'START_MISS,END_MISS', 'MISS'],
  [
    'succeeded in time',
    { actualStartMs: 1_000, actualEndMs: 1_050, isSuccess: true },
    9_999,
    'START_MET,DURATION_MET,END_MET',
    'MET',
  ],
  [
    'succeeded late',
    { actualStartMs: 1_160, actualEndMs: 1_201, isSuccess: true },
    9_999,
    'START_MISS,DURATION_MET,END_MISS',
    'MISS',
  ],
  [
    'failed in time',
    { actualStartMs: 1_000, actualEndMs: 1_010 },
    1_010,
    'START_MET,DURATION_MET,END_MISS',
    'MISS',
  ],
  ['killed before it began', { actualEndMs: 1_010 }, 9_999, 'END_MISS', 'MISS'],
  [
    'started whenever, took as long as it liked',
    {
      expectedStartMs: undefined,
      expectedDurationMs: undefined,
      actualStartMs: 1_199,
      actualEndMs: 1_200,
      isSuccess: true,
    },
    1_200,
    'END_MET',
    'MET',
  ],
];

test.each(cases)('%s', (_, facts, nowMs, events, status) => {
  const entry = slaEntry(facts);
  expect(judgeSla(entry, nowMs).join()).toBe(events);
  expect(slaStatusOf(entry, nowMs)).toBe(status);
});

const times = fc.integer({ min: 900, max: 1_400 });
const entries = fc
  .record({
    expectedStartMs: fc.option(times, { nil: undefined }),
    expectedEndMs: times,
    expectedDurationMs: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    actualStartMs: fc.option(times, { nil: undefined }),
    isSuccess: fc.boolean(),
    ranMs: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
  })
  .map(({ ranMs, ...facts }) => {
    const { actualStartMs } = facts;
    const hasEnded = actualStartMs !== undefined && ranMs !== undefined;
    return slaEntry({ ...facts, actualEndMs: hasEnded ? actualStartMs + ranMs : undefined });
  });

describe('whatever is expected', () => {
  test('nothing is told twice, and what was told is never told otherwise by the clock alone', () => {
    fc.assert(
      fc.property(entries, fc.array(times, { maxLength: 20 }), (entry, looks) => {
        let current = entry;
        const told: string[] = [];
        for (const nowMs of looks.toSorted((left, right) => left - right)) {
          const advanced = advanceSla(current, nowMs);
          told.push(...advanced.events);
          current = advanced.entry;
        }
        expect(new Set(told).size).toBe(told.length);
        const kinds = told.map((status) => status.split('_')[0]);
        expect(new Set(kinds).size).toBe(kinds.length);
      }),
    );
  });

  test('nothing is missed between now and the next miss, and something is then', () => {
    fc.assert(
      fc.property(entries, times, (entry, nowMs) => {
        const { entry: current } = advanceSla(entry, nowMs);
        const missMs = nextMissMs(current);
        if (missMs === undefined || missMs <= nowMs) return;
        expect(advanceSla(current, missMs - 1).events).toEqual([]);
        expect(advanceSla(current, missMs).events.length).toBeGreaterThan(0);
      }),
    );
  });
});

test('a job that runs again is judged anew', () => {
  const ended = slaEntry({ actualStartMs: 1_000, actualEndMs: 1_010, told: ['END_MISS'] });
  const again = { jobStatus: 'RUNNING', actualStartMs: 1_020, isSuccess: false };
  const entry = observeSla(ended, { ...again, actualEndMs: undefined });
  expect(entry.told).toEqual([]);
  expect(slaStatusOf(entry, 1_030)).toBe('IN_PROCESS');
});

test('a later end takes a miss back; the same miss can be told again', () => {
  const missed = advanceSla(slaEntry({ expectedStartMs: undefined }), 1_300).entry;
  expect(missed.told).toEqual(['END_MISS']);
  const changed = changeSla(missed, { ...missed, expectedEndMs: 1_400 }, 1_300);
  expect([changed.told, changed.slaStatus]).toEqual([[], 'NOT_STARTED']);
  expect(advanceSla(changed, 1_401).events).toEqual(['END_MISS']);
});
