/** Random expressions, and what a real Oozie made of them (test/support/el-oracle). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { LocalFileSystem } from '../../../../base/file-system/local-file-system.ts';
import { parseProperties } from '../../../../base/properties/parse-properties.ts';
import { expressionProperties } from '../../../support/el-oracle/random-expression.ts';
import { workflowEvaluator } from './workflow-context.ts';

type Row = readonly [expression: string, result: string | null, error?: string];

const file = new URL('../../../fixture/oozie-el/answers.json', import.meta.url);
const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly Row[];

const counted = {
  'org.apache.hadoop.mapred.Task$Counter': {
    MAP_INPUT_RECORDS: 100,
    MAP_OUTPUT_RECORDS: 90,
    REDUCE_INPUT_RECORDS: 80,
    REDUCE_OUTPUT_RECORDS: 70,
    REDUCE_INPUT_GROUPS: 60,
  },
  g: { c: 5 },
};

const counters = new Map(
  Object.entries(counted).map(([group, values]) => [
    group,
    new Map(Object.entries(values).map(([name, value]) => [name, BigInt(value)])),
  ]),
);

/** The job that the recorder asks about. */
const evaluator = workflowEvaluator({
  configuration: {
    ...expressionProperties,
    'user.name': 'alice',
    'group.name': 'users',
    'oozie.wf.application.path': 'file:///apps/my-app',
  },
  fileSystems: {
    schemes: ['file'],
    resolve: (uri) => ({
      fileSystem: new LocalFileSystem(),
      path: uri.replace(/^file:\/\//, ''),
    }),
  },
  lastErrorNode: 'errAct',
  nodes: {
    okAct: {
      data: parseProperties(
        'k1=v1\nk2=a\\u00e9 b\nempty=\nhadoopJobs=job_1\nxml=<a>&\\n</a>\nnum=42\n',
      ),
      externalId: 'ext-1',
      trackerUri: 'tracker-1',
      externalStatus: 'SUCCEEDED',
    },
    mrAct: {
      counters,
      data: new Map([['hadoop.counters', JSON.stringify(counted)]]),
      externalId: 'ext-mr',
    },
    noData: {},
    errAct: {
      errorCode: 'JA018',
      errorMessage: 'something <bad> & "worse"',
      externalId: 'ext-2',
      trackerUri: 'tracker-2',
      externalStatus: 'FAILED/KILLED',
    },
  },
});

function outcome(expression: string): Row {
  try {
    return [expression, evaluator.evaluate(expression)];
  } catch (error) {
    if (!(error instanceof HowdahError) || error.code !== 'EL_ERROR') throw error;
    return [expression, null, error.message];
  }
}

const double = /\d+\.\d+(?:E-?\d+)?/g;

/** What ARCHITECTURE.md lists: digits of doubles, and Java's names of whole numbers. */
function comparable(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text
    .replace(double, (digits) => Number(digits).toPrecision(15))
    .replace('java.lang.Integer', 'java.lang.Long')
    .replace('localhost:11999', 'localhost:0');
}

it.each([
  ['values', rows.filter(([, result]) => result !== null)],
  ['errors', rows.filter(([, result]) => result === null)],
] as const)('%s are the same', (_, compared) => {
  expect(compared.length).toBeGreaterThan(500);
  const differing = compared.flatMap(([expression, result, error]) => {
    const [, ourResult, ourError] = outcome(expression);
    const isSame =
      comparable(result) === comparable(ourResult) &&
      (error === '' || comparable(error) === comparable(ourError));
    return isSame ? [] : [{ expression, result, error, ourResult, ourError }];
  });
  expect(differing).toEqual([]);
});
