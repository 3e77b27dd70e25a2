/** The filter of bulk requests; the refusals are a real Oozie's. */
import { expect, test } from 'vitest';
import { parseBulkFilter } from '../../../../orchestrator/api/oozie/bulk-filter.ts';

test('everything at once, keys in any case', () => {
  const filter =
    'BUNDLE=b;coordinators=c1,c2;actionstatus=KILLED,FAILED;startcreatedtime=2020-01-01T00:00Z;' +
    'endcreatedtime=2020-01-02T00:00Z;startscheduledtime=2020-01-03T00:00Z;' +
    'endscheduledtime=2020-01-04T00:00Z';
  expect(parseBulkFilter(filter)).toEqual({
    bundle: 'b',
    coordinators: ['c1', 'c2'],
    actionStatuses: ['KILLED', 'FAILED'],
    createdFromMs: Date.UTC(2020, 0, 1),
    createdToMs: Date.UTC(2020, 0, 2),
    scheduledFromMs: Date.UTC(2020, 0, 3),
    scheduledToMs: Date.UTC(2020, 0, 4),
  });
});

test.each([
  ['bundle=x;foo=1', 'E0420: Invalid jobs filter [foo=1], invalid parameter name [foo]'],
  ['coordinators=x', 'E0305: Missing parameter [bundle]'],
  ['', 'E0305: Missing parameter [bundle]'],
  [
    'bundle=x;actionstatus=FOO',
    'E0420: Invalid jobs filter [actionstatus=FOO], invalid action status [FOO]',
  ],
  [
    'bundle=x;startcreatedtime=foo',
    'E0420: Invalid jobs filter [startcreatedtime=foo], invalid value [foo] for time. A datetime ' +
      "value of pattern [yyyy-MM-dd'T'HH:mm'Z'] is expected",
  ],
  [
    'bundle',
    'E0420: Invalid jobs filter [bundle], elements must be semicolon-separated name=value pairs',
  ],
])('%s is refused', (filter, codedMessage) => {
  expect(() => parseBulkFilter(filter)).toThrow(expect.objectContaining({ codedMessage }));
});
