/** The functions of a coordinator's expressions that the recordings do not reach. */
import { describe, expect, it } from 'vitest';
import { processingTimeZone } from '../../../../orchestrator/coordinator/time/processing-time-zone.ts';
import { formatJavaDate } from '../../../../orchestrator/coordinator/time/simple-date-format.ts';
import { requireTimeZone } from '../../../../orchestrator/coordinator/time/time-zone.ts';
import type { DataElContext } from '../../../../orchestrator/definition/el/coordinator-el-context.ts';
import { actionStartPhase } from '../../../../orchestrator/definition/el/coordinator-phases.ts';
import { Evaluator } from '../../../../orchestrator/definition/el/evaluator.ts';

const catalog = 'hcat://server:9083/sales/orders';
const inputs = new Map([
  ['one', `${catalog}/day=2026-01-02;region=eu`],
  ['two', `${catalog}/day=2026-01-02,${catalog}/day=2026-01-01`],
  ['file', 'file:///d/2026'],
]);
const properties = new Map([['user.name', 'joe']]);

const context: DataElContext = {
  properties,
  processing: processingTimeZone('GMT+0100'),
  hadoopProperty: () => undefined,
  actionId: 'job@1',
  name: 'c',
  nominalTimeMs: Date.UTC(2026, 0, 2, 3, 4),
  actualTimeMs: Date.UTC(2026, 0, 2, 4, 5),
  zone: requireTimeZone('UTC'),
  dataIn: (name) =>
    name === 'late'
      ? { uris: undefined, isUnresolved: true }
      : inputs.has(name)
        ? { uris: inputs.get(name), isUnresolved: false }
        : undefined,
  dataOut: (name) => ({ uris: inputs.get(name), isUnresolved: false }),
};

function evaluate(text: string): string {
  return new Evaluator(actionStartPhase, context, properties).evaluate(text);
}

describe('what HCatalog’s URIs are taken apart for', () => {
  it.each([
    ["${coord:databaseIn('one')}.${coord:tableOut('one')}", 'sales.orders'],
    ["${coord:dataInPartitionFilter('one', 'pig')}", "(day=='2026-01-02' AND region=='eu')"],
    ["${coord:dataInPartitionFilter('two', 'java')}", "(day='2026-01-02') OR (day='2026-01-01')"],
    ["${coord:dataInPartitionMin('two', 'day')}", '2026-01-01'],
    ["${coord:dataInPartitionMax('two', 'day')}", '2026-01-02'],
    ["${coord:dataInPartitions('one', 'hive-export')}", "day='2026-01-02',region='eu'"],
    ["${coord:dataOutPartitions('one')}", "'day=2026-01-02,region=eu'"],
    ["${coord:dataOutPartitionValue('one', 'region')}", 'eu'],
    ["${coord:dataInPartitions('late', 'x')}", "${coord:dataInPartitions('late', 'x')}"],
  ])('%s is %s', (text, expected) => expect(evaluate(text)).toBe(expected));

  it.each([
    "${coord:databaseIn('file')}",
    "${coord:dataInPartitions('two', 'hive-export')}",
    "${coord:dataInPartitions('one', 'pig')}",
    "${coord:dataInPartitionMin('one', 'hour')}",
  ])('%s is an error', (text) => {
    expect(() => evaluate(text)).toThrow(expect.objectContaining({ code: 'EL_ERROR' }));
  });
});

describe('facts of an action', () => {
  it.each([
    ['${coord:nominalTime()}', '2026-01-02T04:04+0100'],
    ['${coord:actualTime()}', '2026-01-02T05:05+0100'],
    ["${coord:formatTime(coord:nominalTime(), 'HH:mm Z')}", '04:04 +0100'],
    ["${coord:epochTime(coord:nominalTime(), 'true')}", String(Date.UTC(2026, 0, 2, 3, 4))],
    ["${coord:dateTzOffset(coord:nominalTime(), 'UTC')}", '2026-01-02T03:04+0100'],
    ['${coord:actionId()} ${coord:name()} ${coord:user()}', 'job@1 c joe'],
    ["${coord:dataIn('late')}${coord:dataIn('nothing')}", "${coord:dataIn('late')}"],
  ])('%s is %s', (text, expected) => expect(evaluate(text)).toBe(expected));
});

describe('a pattern of SimpleDateFormat', () => {
  const utc = requireTimeZone('UTC');
  const timeMs = Date.UTC(2024, 11, 29, 23, 5, 9);

  it.each([
    ['yyyy yy y YYYY', '2024 24 2024 2025'],
    ['M MM MMM MMMM', '12 12 Dec December'],
    ['w W D F u', '1 5 364 5 7'],
    ['E EEEE a H k K h', 'Sun Sunday PM 23 23 11 11'],
    [`s SSS z Z X ${'X'.repeat(3)}`, '9 000 UTC +0000 Z Z'],
    ["'it''s' d''", "it's 29'"],
    ['G-/T'.replace('T', "'T'"), 'AD-/T'],
  ])('%s', (pattern, expected) => expect(formatJavaDate(timeMs, pattern, utc)).toBe(expected));

  it.each(['b', "'open", 'X'.repeat(4), 'QQ'])('%s is none', (pattern) => {
    expect(() => formatJavaDate(timeMs, pattern, utc)).toThrow(RangeError);
  });
});
