/** Every recorded materialisation of a real Oozie, against ours: times, XML, configuration. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import type { CoordinatorDefinition } from '../../../../orchestrator/coordinator/definition/coordinator-definition.ts';
import { defaultCoordinatorSettings } from '../../../../orchestrator/coordinator/definition/coordinator-settings.ts';
import {
  readCoordinator,
  requireCoordinator,
} from '../../../../orchestrator/coordinator/definition/read-coordinator.ts';
import {
  type DryRunAction,
  dryRun,
} from '../../../../orchestrator/coordinator/materialise/dry-run.ts';
import { writePrettyXml } from '../../../../orchestrator/definition/xml/write-xml.ts';
import { configurationAtStart, propertiesOf } from '../configuration-at-start.ts';

interface RecordedMaterialisation {
  readonly id: string;
  readonly xml: string;
  readonly props: Readonly<Record<string, string>>;
  readonly max: number;
  readonly until: string | null;
  readonly jobXml?: string;
  readonly nominalTimes?: readonly string[];
  readonly actionXml?: readonly string[];
  readonly actionConfAtStart?: readonly Readonly<Record<string, string | null>>[];
  readonly error?: string;
  readonly errorCode?: string;
}

const file = new URL('../../../fixture/golden/coord_materialise.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly cases: readonly RecordedMaterialisation[];
};

/** There is no catalog here, so its URIs are not looked up by host as Oozie does. */
const needsHost = new Set(['ds-388']);

/** The id under which the recorder evaluated the configuration. */
const jobId = '0000001-260101000000000-oozie-root-C';

interface Outcome {
  readonly definition: CoordinatorDefinition;
  readonly actions: readonly DryRunAction[];
}

async function materialise(recorded: RecordedMaterialisation): Promise<Outcome> {
  const { xml, props, max, until, actionXml } = recorded;
  const configuration = new Map([['user.name', 'root'], ...Object.entries(props)]);
  const read = readCoordinator(xml, configuration, { file: 'coordinator.xml' });
  const definition = requireCoordinator(read);
  const actual = /action-actual-time="([^"]*)"/.exec(actionXml?.[0] ?? '')?.[1];
  const actions = await dryRun({
    definition,
    settings: defaultCoordinatorSettings,
    configuration: read.configuration,
    jobId,
    untilMs: until === null ? definition.endMs : Date.parse(until.replace('Z', ':00Z')),
    limit: max,
    nowMs: Date.parse((actual ?? '2026-11-21T03:02Z').replace('Z', ':00Z')),
    exists: async () => false,
  });
  return { definition, actions };
}

/** Of errors at the start the recordings hold Java's chain of causes; their code is E1004. */
function comparableConfiguration(values: Readonly<Record<string, string | null>>) {
  const entries = Object.entries(values).map(([name, value]) =>
    name.endsWith('!error') ? [name, 'E1004'] : [name, value ?? ''],
  );
  return Object.fromEntries(entries);
}

const accepted = cases.filter((one) => one.error === undefined);
const refused = cases.filter((one) => one.error !== undefined && !needsHost.has(one.id));

describe('a coordinator that Oozie accepted', () => {
  it.each(accepted)('$id has the same job, times, actions and configuration', async (recorded) => {
    const { definition, actions } = await materialise(recorded);
    const times = recorded.nominalTimes?.filter((time) => time !== null);
    expect(writePrettyXml(definition.element)).toBe(recorded.jobXml);
    expect(actions.map(({ xml }) => /action-nominal-time="([^"]*)"/.exec(xml)?.[1])).toEqual(times);
    const first = actions.slice(0, times?.length === 0 ? 0 : recorded.actionXml?.length);
    expect(first.map(({ xml }) => xml)).toEqual(recorded.actionXml?.filter((xml) => xml !== ''));
    const withValues = first.filter(({ element }) => propertiesOf(element).length > 0);
    expect(withValues.map(configurationAtStart)).toEqual(
      recorded.actionConfAtStart?.map(comparableConfiguration),
    );
  });
});

describe('a coordinator that Oozie refused', () => {
  it.each(refused)('$id is refused with the same words', async (recorded) => {
    const error = await materialise(recorded).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HowdahError);
    const { code, codedMessage } = error as HowdahError;
    expect(code).toBe(recorded.errorCode);
    // What the schema says comes from a Java library; ours says more.
    if (code !== 'E0701') expect(codedMessage).toBe(recorded.error);
  });

  it('is every recorded one', () => {
    expect(accepted.length + refused.length + needsHost.size).toBe(278);
  });
});
