/** Service levels as a real Oozie 5.2.1 filters and shows them. */
import { describe, expect, test } from 'vitest';
import { dateFormat } from '../../../../orchestrator/api/oozie/oozie-date.ts';
import { matchesDurations, parseSlaFilter } from '../../../../orchestrator/api/oozie/sla-filter.ts';
import { slaJson } from '../../../../orchestrator/api/oozie/sla-json.ts';
import type { SlaSummary } from '../../../../orchestrator/sla/sla-summary.ts';
import { eventually } from '../../../support/eventually.ts';
import { configuration, oneAction, writeApp } from '../../server/apps.ts';
import { startTestServer } from '../../server/test-server.ts';
import { requestSender } from './send-request.ts';

/** As recorded: started late, still not told to have run. */
const waiting: SlaSummary = {
  sequence: 1,
  id: '0000028-261121074632747-oozie-root-W',
  appType: 'WORKFLOW_JOB',
  appName: 'slawf',
  user: 'bob',
  parentId: undefined,
  nominalMs: 1_795_248_000_000,
  expectedStartMs: 1_795_248_060_000,
  actualStartMs: undefined,
  expectedEndMs: 1_795_249_800_000,
  actualEndMs: undefined,
  expectedDurationMs: 600_000,
  actualDurationMs: undefined,
  jobStatus: 'PREP',
  slaStatus: 'NOT_STARTED',
  eventStatuses: ['START_MISS'],
  alertEvents: [],
  alertContact: undefined,
  notificationMessage: undefined,
  upstreamApps: undefined,
  isAlertEnabled: true,
  modifiedMs: 1_795_249_169_964,
};

const nowMs = 1_795_249_172_000;

describe('as JSON', () => {
  test('of what waits', () => {
    expect(slaJson(waiting, nowMs, undefined)).toEqual({
      ...{ nominalTime: 1_795_248_000_000, jobStatus: 'PREP', expectedEnd: 1_795_249_800_000 },
      ...{ appName: 'slawf', actualEnd: null, actualDuration: -1 },
      ...{ expectedStart: 1_795_248_060_000, expectedDuration: 600_000, slaStatus: 'NOT_STARTED' },
      ...{ appType: 'WORKFLOW_JOB', slaAlertStatus: 'Enabled', eventStatus: 'START_MISS' },
      ...{ startDelay: 18, id: '0000028-261121074632747-oozie-root-W' },
      ...{ lastModified: 1_795_249_169_964, user: 'bob', actualStart: null },
    });
  });

  test('of what has ended, in words', () => {
    const ended: SlaSummary = {
      ...waiting,
      ...{ id: 'x@c', appType: 'WORKFLOW_ACTION', user: 'root', parentId: 'x' },
      nominalMs: Date.UTC(2020, 0, 1),
      expectedStartMs: Date.UTC(2020, 0, 1, 0, 5),
      actualStartMs: 1_795_248_798_016,
      expectedEndMs: Date.UTC(2020, 0, 1, 0, 30),
      actualEndMs: 1_795_248_798_096,
      expectedDurationMs: undefined,
      actualDurationMs: 80,
      ...{ jobStatus: 'OK', slaStatus: 'MISS', eventStatuses: ['START_MISS', 'END_MISS'] },
      modifiedMs: 1_795_248_815_641,
      isAlertEnabled: false,
    };
    expect(slaJson(ended, nowMs, dateFormat('GMT'))).toEqual({
      nominalTime: 'Wed, 01 Jan 2020 00:00:00 GMT',
      jobStatus: 'OK',
      expectedEnd: 'Wed, 01 Jan 2020 00:30:00 GMT',
      appName: 'slawf',
      actualEnd: 'Sat, 21 Nov 2026 08:13:18 GMT',
      actualDuration: 80,
      expectedStart: 'Wed, 01 Jan 2020 00:05:00 GMT',
      expectedDuration: -1,
      slaStatus: 'MISS',
      appType: 'WORKFLOW_ACTION',
      slaAlertStatus: 'Disabled',
      eventStatus: 'START_MISS,END_MISS',
      startDelay: 3_623_528,
      id: 'x@c',
      parentId: 'x',
      lastModified: 'Sat, 21 Nov 2026 08:13:35 GMT',
      user: 'root',
      actualStart: 'Sat, 21 Nov 2026 08:13:18 GMT',
      endDelay: 3_623_503,
    });
  });

  test('of what ended early', () => {
    const early = {
      ...waiting,
      actualStartMs: 1_795_248_060_000,
      actualEndMs: 1_795_248_060_157,
      actualDurationMs: 157,
    };
    expect(slaJson(early, nowMs, undefined)).toMatchObject({
      ...{ startDelay: 0, endDelay: -28, durationDelay: -9, actualDuration: 157 },
    });
  });
});

describe('the filter', () => {
  test.each([
    ['id=x', { ids: ['x'] }],
    ['app_name=a;user_name=b', { appNames: ['a'], users: ['b'] }],
    ['event_status=START_MISS,END_MET', { eventStatuses: ['START_MISS', 'END_MET'] }],
    ['nominal_start=2026-11-21T08:00Z', { nominalFromMs: Date.parse('2026-11-21T08:00Z') }],
    ['ACTUAL_DURATION_MIN=-5', { actualDurationFromMs: -5 }],
    [';;', {}],
  ])('%s', (filter, expected) => {
    expect(parseSlaFilter(filter)).toEqual(expected);
  });

  test.each([
    ['foo=1', 'E0401', 'Missing configuration property [Invalid/unsupported names in filter: foo]'],
    [
      'app_name',
      'E0401',
      'Missing configuration property [elements must be semicolon-separated name=value pairs ' +
        'but was app_name]',
    ],
    ['event_status=FOO', 'E0303', expect.stringContaining('[event_status=FOO]')],
    ['sla_status=FOO', 'E0303', expect.stringContaining('NOT_STARTED')],
    ['nominal_start=x', 'E0303', expect.stringContaining('yyyy-MM-ddTHH:mmZ')],
    ['actual_duration_min=x', 'E0303', expect.stringContaining('[x] is no number')],
  ])('%s is refused', (filter, code, message) => {
    expect(() => parseSlaFilter(filter)).toThrow(expect.objectContaining({ code, message }));
  });

  test('bounds of durations', () => {
    const ended = { ...waiting, actualDurationMs: 80 };
    expect(matchesDurations({}, waiting)).toBe(true);
    expect(matchesDurations({ actualDurationFromMs: 0 }, waiting)).toBe(false);
    expect(matchesDurations({ actualDurationFromMs: 80, actualDurationToMs: 80 }, ended)).toBe(
      true,
    );
    expect(matchesDurations({ actualDurationToMs: 79 }, ended)).toBe(false);
    expect(matchesDurations({ expectedDurationFromMs: 600_001 }, ended)).toBe(false);
  });
});

test('a workflow that is watched is listed', async () => {
  const server = await startTestServer();
  try {
    const send = requestSender(() => server.url);
    const definition = oneAction(`<fs><mkdir path="file://${server.dataDirectory}/made"/></fs>`)
      .replace('name="app">', 'name="app" xmlns:sla="uri:oozie:sla:0.2">')
      .replace(
        '</workflow-app>',
        '<sla:info><sla:nominal-time>2020-01-01T00:00Z</sla:nominal-time>' +
          '<sla:should-end>${30 * MINUTES}</sla:should-end></sla:info></workflow-app>',
      );
    const submission = configuration({
      'user.name': 'bob',
      'oozie.wf.application.path': `file://${writeApp(definition)}`,
    });
    const { body } = await send('POST', '/v2/jobs?action=start', { body: submission });
    const { id } = JSON.parse(body) as { id: string };
    await eventually(async () => {
      const listed = await send('GET', `/v2/sla?timezone=GMT&filter=id=${id};sla_status=MISS`);
      const { slaSummaryList } = JSON.parse(listed.body) as { slaSummaryList: object[] };
      expect(slaSummaryList).toEqual([
        expect.objectContaining({
          ...{ id, appName: 'app', appType: 'WORKFLOW_JOB', user: 'bob', slaStatus: 'MISS' },
          nominalTime: 'Wed, 01 Jan 2020 00:00:00 GMT',
          expectedEnd: 'Wed, 01 Jan 2020 00:30:00 GMT',
        }),
      ]);
      return true;
    });
    const others = await send('GET', `/v2/sla?filter=id=${id};sla_status=MET`);
    expect(others.body).toBe('{"slaSummaryList":[]}');
  } finally {
    await server.close();
  }
});
