/** Dates in answers, in GMT and in the zones that callers name. */
import { describe, expect, test } from 'vitest';
import { dateFormat } from '../../../../orchestrator/api/oozie/oozie-date.ts';

const winterMs = Date.parse('2026-11-21T02:43:10.421Z');
const summerMs = Date.parse('2026-07-01T12:00:00Z');

describe('dates', () => {
  test.each([
    [undefined, 'Sat, 21 Nov 2026 02:43:10 GMT'],
    ['GMT', 'Sat, 21 Nov 2026 02:43:10 GMT'],
    ['Nope', 'Sat, 21 Nov 2026 02:43:10 GMT'],
    ['', 'Sat, 21 Nov 2026 02:43:10 GMT'],
    ['GMT+25:00', 'Sat, 21 Nov 2026 02:43:10 GMT'],
    ['GMT+05:30', 'Sat, 21 Nov 2026 08:13:10 GMT+05:30'],
    ['GMT-0800', 'Fri, 20 Nov 2026 18:43:10 GMT-08:00'],
    ['America/Los_Angeles', 'Fri, 20 Nov 2026 18:43:10 PST'],
    ['Asia/Tokyo', 'Sat, 21 Nov 2026 11:43:10 JST'],
    ['Europe/Paris', 'Sat, 21 Nov 2026 03:43:10 CET'],
    ['Europe/London', 'Sat, 21 Nov 2026 02:43:10 GMT'],
    ['Australia/Sydney', 'Sat, 21 Nov 2026 13:43:10 AEDT'],
    ['EST', 'Fri, 20 Nov 2026 21:43:10 EST'],
  ])('in winter, %s', (timeZone, expected) => {
    expect(dateFormat(timeZone)(winterMs)).toBe(expected);
  });

  test.each([
    ['America/Los_Angeles', 'Wed, 01 Jul 2026 05:00:00 PDT'],
    ['Europe/Paris', 'Wed, 01 Jul 2026 14:00:00 CEST'],
    ['Europe/London', 'Wed, 01 Jul 2026 13:00:00 BST'],
    ['Europe/Athens', 'Wed, 01 Jul 2026 15:00:00 EEST'],
    ['Australia/Sydney', 'Wed, 01 Jul 2026 22:00:00 AEST'],
  ])('in summer, %s', (timeZone, expected) => {
    expect(dateFormat(timeZone)(summerMs)).toBe(expected);
  });

  test('what has not come is null', () => {
    expect(dateFormat('Asia/Tokyo')(null)).toBeNull();
    expect(dateFormat(undefined)(null)).toBeNull();
  });
});
