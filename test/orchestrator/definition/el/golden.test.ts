/** Every evaluation that was recorded from a real Oozie gives the same here. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../../base/file-system/file-systems.ts';
import { LocalFileSystem } from '../../../../base/file-system/local-file-system.ts';
import { parseProperties } from '../../../../base/properties/parse-properties.ts';
import { Evaluator } from '../../../../orchestrator/definition/el/evaluator.ts';
import {
  submissionPhase,
  workflowPhase,
  workflowSlaPhase,
} from '../../../../orchestrator/definition/el/workflow-phases.ts';
import { workflowVariables } from '../../../../orchestrator/definition/el/workflow-variables.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { workflowContext } from './workflow-context.ts';

interface RecordedCase {
  readonly id: string;
  readonly group: string;
  readonly expr: string;
  readonly result?: string;
  readonly error?: string;
}

interface Recording {
  readonly conf: Readonly<Record<string, string>>;
  readonly context: { readonly okAct: { readonly data: string } };
  readonly cases: readonly RecordedCase[];
}

/** Phases of coordinators, which have functions of their own. */
const laterPhases = new Set(['coord-job-submit-freq', 'coord-job-wait-timeout']);

/** What java.util.Properties keeps in an order of its own is compared line by line, ordered. */
const inOrderOfJava = new Set(['el-334', 'el-336', 'el-338']);

const url = new URL('../../../fixture/golden/el.json', import.meta.url);
const recording = JSON.parse(await readFile(url, 'utf8')) as Recording;
const directory = temporaryDirectory();

/** Serves the recorded paths, which begin with /golden, from a directory of our own. */
const files: FileSystems = {
  schemes: ['file'],
  resolve(uri) {
    const scheme = /^([a-z]+):/.exec(uri)?.[1] ?? 'file';
    if (scheme !== 'file') return undefined;
    const path = uri.replace(/^file:(\/\/)?/, '').replace(/^\/golden/, directory);
    return { fileSystem: new LocalFileSystem(), path };
  },
};

beforeAll(() => {
  mkdirSync(`${directory}/data/eldir/sub`, { recursive: true });
  writeFileSync(`${directory}/data/eldir/f.txt`, 'hello');
  writeFileSync(`${directory}/data/eldir/empty.txt`, '');
  writeFileSync(`${directory}/data/eldir/sub/deep.txt`, 'not counted');
});

const counters = {
  'org.apache.hadoop.mapred.Task$Counter': {
    MAP_INPUT_RECORDS: 100n,
    MAP_OUTPUT_RECORDS: 90n,
    REDUCE_INPUT_RECORDS: 80n,
    REDUCE_OUTPUT_RECORDS: 70n,
    REDUCE_INPUT_GROUPS: 60n,
  },
  g: { c: 5n },
};

const context = workflowContext({
  configuration: recording.conf,
  fileSystems: files,
  lastErrorNode: 'errAct',
  nodes: {
    okAct: {
      data: parseProperties(recording.context.okAct.data),
      externalId: 'ext-1',
      trackerUri: 'tracker-1',
      externalStatus: 'SUCCEEDED',
    },
    mrAct: {
      counters: new Map(
        Object.entries(counters).map(([group, values]) => [group, new Map(Object.entries(values))]),
      ),
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

function evaluate({ group, expr }: RecordedCase): string {
  const raw = new Map(Object.entries(recording.conf));
  switch (group) {
    case 'workflow':
      return new Evaluator(workflowPhase, context, workflowVariables(effective(raw))).evaluate(
        expr,
      );
    case 'wf-sla-submit':
      return new Evaluator(workflowSlaPhase, context, workflowVariables(raw)).evaluate(expr);
    case 'submit':
      return new Evaluator(submissionPhase, undefined, raw).evaluate(expr);
    default:
      throw new Error(`unknown group ${group}`);
  }
}

/** As the recorder's configuration keeps no property with an empty value. */
function effective(properties: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...properties].filter(([, value]) => value !== ''));
}

function outcome(recorded: RecordedCase): { result: string } | { error: string } {
  try {
    return { result: evaluate(recorded) };
  } catch (error) {
    if (!(error instanceof HowdahError) || error.code !== 'EL_ERROR') throw error;
    return { error: error.message };
  }
}

function sortedPieces(text: string): string[] {
  return text.split(/\r\n|\n|,|\{|\}/).sort();
}

const cases = recording.cases.filter(({ group }) => !laterPhases.has(group));

describe('evaluations of a real Oozie', () => {
  test.each(cases)('$id $expr', (recorded) => {
    const found = outcome(recorded);
    if (recorded.error !== undefined) {
      expect(found).toEqual({ error: recorded.error });
    } else if (inOrderOfJava.has(recorded.id) && 'result' in found) {
      expect(sortedPieces(found.result)).toEqual(sortedPieces(recorded.result ?? ''));
    } else expect(found).toEqual({ result: recorded.result });
  });

  test('are many', () => {
    expect(cases.length).toBeGreaterThan(260);
  });
});
