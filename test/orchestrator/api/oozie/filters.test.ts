/** Filters of job lists and logs; the refusals are a real Oozie's. */
import { describe, expect, test } from 'vitest';
import { parseCoordinatorFilter } from '../../../../orchestrator/api/oozie/coordinator-filter.ts';
import {
  commonKeys,
  parseJobsFilter,
} from '../../../../orchestrator/api/oozie/parse-jobs-filter.ts';
import {
  parseLogFilter,
  requireTimeOrder,
} from '../../../../orchestrator/api/oozie/parse-log-filter.ts';
import { workflowJobStatuses } from '../../../../orchestrator/job/workflow-job-status.ts';

const nowMs = Date.parse('2026-11-21T02:43:00Z');
const keys = commonKeys(workflowJobStatuses);
const DAY_MS = 86_400_000;

describe('jobs filter', () => {
  test.each([
    [undefined, {}],
    ['', {}],
    ['name=w x;status=PREP;status=RUNNING', { names: ['w x'], statuses: ['PREP', 'RUNNING'] }],
    ['user=amy;id=x;id=y', { users: ['amy'], ids: ['x', 'y'] }],
    ['NAME=a', { names: ['a'] }],
    ['group=x', {}],
    ['text=w', { text: 'w' }],
    ['sortby=lastModifiedTime', { sortBy: 'lastModifiedTime' }],
    ['sortby=foo', { sortBy: 'createdTime' }],
    ['startcreatedtime=-1d', { createdFromMs: nowMs - DAY_MS }],
    ['endcreatedtime=2020-01-01T00:00Z', { createdToMs: Date.parse('2020-01-01T00:00Z') }],
  ])('%s', (filter, expected) => {
    expect(parseJobsFilter(filter, keys, nowMs)).toEqual(expected);
  });

  test.each([
    ['foo', 'elements must be semicolon-separated name=value pairs'],
    ['status=', 'elements must be semicolon-separated name=value pairs'],
    ['name=a=b', 'elements must be semicolon-separated name=value pairs'],
    ['foo=1', 'invalid name [foo]'],
    ['=x', 'invalid name []'],
    ['frequency=1', 'invalid name [frequency]'],
    ['status=running', 'invalid status [running]'],
    ['status=toString', 'invalid status [toString]'],
  ])('refuses %s', (filter, reason) => {
    expect(() => parseJobsFilter(filter, keys, nowMs)).toThrow(
      expect.objectContaining({
        code: 'E0420',
        message: `Invalid jobs filter [${filter}], ${reason}`,
      }),
    );
  });

  test.each([
    ['startcreatedtime=foo', 'E0302', /Unsupported time format: foo /],
    ['endcreatedtime=2026-13-01T00:00Z', 'E0302', /Unsupported time format: 2026/],
    ['endcreatedtime=2026-01-01', 'E0302', /The format of time is wrong: 2026-01-01 /],
    ['startcreatedtime=1d', 'E0302', /offset must be minus from currentTime/],
    [`name=${'x'.repeat(40_000)}`, 'E0420', /longer than/],
  ])('refuses %.40s', (filter, code, message) => {
    expect(() => parseJobsFilter(filter, keys, nowMs)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});

describe('coordinators filter', () => {
  test.each([
    ['frequency=2', { frequencies: ['2'], units: ['MINUTE'] }],
    ['frequency=2;unit=hours', { frequencies: ['120'], units: ['MINUTE'] }],
    ['unit=Days;frequency=1.5', { frequencies: ['1'], units: ['DAY'] }],
    ['frequency=1;frequency=2;unit=months', { frequencies: ['2'], units: ['MONTH'] }],
    ['status=PREMATER;name=a', { statuses: ['PREMATER'], names: ['a'] }],
  ])('%s', (filter, expected) => {
    expect(parseCoordinatorFilter(filter, nowMs)).toEqual(expected);
  });

  test.each([
    ['frequency=x', 'invalid value [x] for frequency. A numerical value is expected'],
    ['frequency=1;unit=weeks', 'invalid value [weeks] for time unit. Valid value is one of'],
    ['unit=days', 'time unit should be added only when frequency is specified.'],
  ])('refuses %s', (filter, reason) => {
    expect(() => parseCoordinatorFilter(filter, nowMs)).toThrow(`[${filter}], ${reason}`);
  });
});

const times = { nowMs, jobMs: nowMs - DAY_MS };

describe('log filter', () => {
  test.each([
    ['', {}],
    ['loglevel=WARN|ERROR', { levels: new Set(['WARN', 'ERROR']) }],
    ['LOGLEVEL=ALL', {}],
    ['loglevel', {}],
    ['start=1h;end=2h', { startMs: nowMs - DAY_MS + 3_600_000, endMs: nowMs - DAY_MS + 7_200_000 }],
    ['text=a=b;limit=2', { text: 'a=b', limit: 2 }],
    ['recent=2h', { startMs: nowMs - 7_200_000 }],
    ['recent=30m;debug', { startMs: nowMs - 1_800_000 }],
    [
      'start=2026-11-21T02:00Z;end=2026-11-21 02:43:10,421',
      {
        startMs: Date.parse('2026-11-21T02:00Z'),
        endMs: Date.parse('2026-11-21T02:43:10.421Z'),
      },
    ],
  ])('%s', (filter, expected) => {
    expect(parseLogFilter(filter, times)).toEqual(expected);
  });

  test.each([
    ['foo=bar', 'Unsupported log filter FOO'],
    [
      'loglevel=error',
      'E0302: Invalid parameter [Supported log level are [TRACE, ALL, ERROR, INFO, DEBUG, FATAL, ' +
        'WARN]]',
    ],
    ['limit=x', 'For input string: "x"'],
    ['recent=2d', 'Unsupported offset 2d'],
    ['start=soon', 'Unsupported offset soon'],
  ])('refuses %s', (filter, reason) => {
    expect(() => parseLogFilter(filter, times)).toThrow(
      expect.objectContaining({ code: 'E0302', message: `Invalid parameter [${reason}]` }),
    );
  });

  test('refuses an end before its start', () => {
    const filter = parseLogFilter('start=2020-01-01T00:00Z;end=2019-01-01T00:00Z', times);
    expect(() => requireTimeOrder(filter)).toThrow(
      'Start time should be less than end time. startTime = 2020-01-01T00:00:00.000Z ' +
        'endTime = 2019-01-01T00:00:00.000Z',
    );
    expect(requireTimeOrder({ startMs: 1, endMs: 1 })).toBe(undefined);
  });
});
