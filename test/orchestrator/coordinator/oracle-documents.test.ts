/**
 * Random definitions of coordinators with all that they may hold, and what a real Oozie made of
 * them: which words it refused them with, or which times, XML and configurations came of them.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { jobConfiguration } from '../../../orchestrator/config/job-configuration.ts';
import { defaultCoordinatorSettings } from '../../../orchestrator/coordinator/definition/coordinator-settings.ts';
import {
  readCoordinator,
  requireCoordinator,
} from '../../../orchestrator/coordinator/definition/read-coordinator.ts';
import { dryRun } from '../../../orchestrator/coordinator/materialise/dry-run.ts';
import { writePrettyXml } from '../../../orchestrator/definition/xml/write-xml.ts';
import {
  DOCUMENT_ACTIONS_MAX,
  type DocumentAnswer,
  shortAnswer,
} from '../../support/coordinator-oracle/document-answer.ts';
import { wholeProperties } from '../../support/coordinator-oracle/whole-coordinator.ts';
import { configurationAtStart, propertiesOf } from './configuration-at-start.ts';

const file = new URL('../../fixture/coordinator/oracle-documents.json', import.meta.url);
const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly (readonly [string, string])[];

const system = new Map([['user.name', 'root']]);
const configuration = jobConfiguration(new Map([...system, ...Object.entries(wholeProperties)]), {
  system,
});

async function answer(xml: string): Promise<DocumentAnswer> {
  try {
    const read = readCoordinator(xml, configuration, { file: 'coordinator.xml' });
    const definition = requireCoordinator(read);
    const actions = await dryRun({
      definition,
      settings: defaultCoordinatorSettings,
      configuration: read.configuration,
      jobId: '0000001-260101000000000-oozie-root-C',
      untilMs: definition.endMs,
      limit: DOCUMENT_ACTIONS_MAX,
      nowMs: Date.UTC(2026, 10, 21, 14),
      exists: async () => false,
    });
    return {
      jobXml: writePrettyXml(definition.element),
      nominalTimes: actions.map(
        (one) => /action-nominal-time="([^"]*)"/.exec(one.xml)?.[1] ?? null,
      ),
      actionXml: actions.map((one) => one.xml),
      actionConfAtStart: actions
        .filter(({ element }) => propertiesOf(element).length > 0)
        .map(configurationAtStart),
    };
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    return { error: error.codedMessage, errorCode: error.code };
  }
}

it(`judges and materialises ${rows.length} random definitions as Oozie does`, async () => {
  const wrong: unknown[] = [];
  for (const [xml, expected] of rows) {
    const ours = shortAnswer(await answer(xml));
    if (ours !== expected) wrong.push({ xml, expected, ours });
  }
  expect(wrong).toEqual([]);
  expect(rows.filter(([, expected]) => !expected.startsWith('!')).length).toBeGreaterThan(50);
});
