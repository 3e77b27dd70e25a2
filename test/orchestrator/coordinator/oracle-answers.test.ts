/**
 * Random coordinators, and what a real Oozie made of them: times of every frequency in all kinds
 * of zones, instances of every function, and what it refused (test/support/coordinator-oracle).
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { defaultCoordinatorSettings } from '../../../orchestrator/coordinator/definition/coordinator-settings.ts';
import {
  readCoordinator,
  requireCoordinator,
} from '../../../orchestrator/coordinator/definition/read-coordinator.ts';
import { dryRun } from '../../../orchestrator/coordinator/materialise/dry-run.ts';
import {
  ACTIONS_MAX,
  compactAnswer,
  type OracleAnswer,
} from '../../support/coordinator-oracle/oracle-answer.ts';
import {
  coordinatorXml,
  type RandomCoordinator,
} from '../../support/coordinator-oracle/random-coordinator.ts';

type Row = readonly [
  frequency: string,
  start: string,
  end: string,
  zone: string,
  answer: string,
  ...dataset: string[],
];

const file = new URL('../../fixture/coordinator/oracle-answers.json', import.meta.url);
const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly Row[];

function coordinatorOf([frequency, start, end, zone, , ...data]: Row): RandomCoordinator {
  const [datasetFrequency = '', initial = '', datasetZone = '', instances = ''] = data;
  const dataset =
    data.length === 0
      ? undefined
      : { frequency: datasetFrequency, initial, zone: datasetZone, instances };
  return { frequency, start, end, zone, dataset };
}

const configuration = new Map([['user.name', 'root']]);

async function answer(coordinator: RandomCoordinator): Promise<OracleAnswer> {
  try {
    const read = readCoordinator(coordinatorXml(coordinator), configuration, { file: 'c.xml' });
    const definition = requireCoordinator(read);
    const actions = await dryRun({
      definition,
      settings: defaultCoordinatorSettings,
      configuration,
      jobId: '0000001-260101000000000-oozie-root-C',
      untilMs: definition.endMs,
      limit: ACTIONS_MAX,
      // The latest instance is looked for from here; the time of the recording is far later.
      nowMs: definition.startMs,
      exists: async () => false,
    });
    const xml = actions.map((one) => one.xml);
    return {
      nominalTimes: xml.map((text) => /action-nominal-time="([^"]*)"/.exec(text)?.[1] ?? null),
      actionXml: xml.slice(0, RECORDED_ACTIONS),
    };
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    return { error: error.codedMessage, errorCode: error.code };
  }
}

/** The oracle writes the XML of no more. */
const RECORDED_ACTIONS = 4;

it(`answers ${rows.length} random coordinators as Oozie does`, async () => {
  const wrong: string[] = [];
  for (const row of rows) {
    const coordinator = coordinatorOf(row);
    const ours = compactAnswer(await answer(coordinator), coordinator.start);
    if (ours !== row[4]) wrong.push(`${JSON.stringify(row)}\n  ours: ${ours}`);
  }
  expect(wrong.join('\n')).toBe('');
});
