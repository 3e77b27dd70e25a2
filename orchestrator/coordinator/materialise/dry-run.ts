/** What a submission would do: the first actions of a coordinator, as a dry run shows them. */
import type { Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { writePrettyXml } from '../../definition/xml/write-xml.ts';
import type { CoordinatorDefinition } from '../definition/coordinator-definition.ts';
import type { CoordinatorSettings } from '../definition/coordinator-settings.ts';
import { nextNominalTimes } from '../time/nominal-times.ts';
import type { ActionFacts } from './action-scope.ts';
import { checkInputs } from './check-inputs.ts';
import { dataErrorText, isArgumentError } from './data-error.ts';
import { materialiseAction } from './materialise-action.ts';
import type { UriExists } from './materialised-action.ts';

export interface DryRunRequest {
  readonly definition: CoordinatorDefinition;
  readonly settings: CoordinatorSettings;
  readonly configuration: ReadonlyMap<string, string>;
  readonly jobId: string;
  /** Actions at or after it are not shown. */
  readonly untilMs: number;
  /** How many actions are shown at most. */
  readonly limit: number;
  readonly nowMs: number;
  readonly exists: UriExists;
}

export interface DryRunAction {
  readonly id: string;
  readonly number: number;
  readonly nominalTimeMs: number;
  /** Of an action whose data exist: with its configuration evaluated. */
  readonly element: Element;
  readonly xml: string;
  /** Empty when nothing is missing. */
  readonly missing: string;
  readonly facts: ActionFacts;
}

/** @throws HowdahError E0803 or E1003, with the words that Oozie has for what went wrong */
export async function dryRun(request: DryRunRequest): Promise<DryRunAction[]> {
  const { definition, settings, untilMs, limit } = request;
  const { actions } = nextNominalTimes(
    definition,
    {
      fromMs: definition.startMs,
      lastActionNumber: 0,
      untilMs: Math.min(untilMs, definition.endMs),
      limit,
    },
    settings.processingTimeZone,
  );
  const shown: DryRunAction[] = [];
  for (const { number, nominalTimeMs } of actions) {
    try {
      shown.push(await dryRunAction(request, number, nominalTimeMs));
    } catch (cause) {
      if (!(cause instanceof HowdahError)) throw cause;
      const { position, mend } = cause;
      const code = isArgumentError(cause) ? 'E1003' : 'E0803';
      throw new HowdahError(code, [dataErrorText(cause)], { cause, position, mend });
    }
  }
  return shown;
}

async function dryRunAction(
  request: DryRunRequest,
  number: number,
  nominalTimeMs: number,
): Promise<DryRunAction> {
  const { definition, settings, configuration, jobId, nowMs, exists } = request;
  const id = `${jobId}@${number}`;
  const times = { nominalTimeMs, actualTimeMs: nowMs };
  const { element, dependencies } = materialiseAction({
    definition,
    settings,
    configuration,
    actionId: id,
    actionNumber: number,
    ...times,
  });
  const facts: ActionFacts = {
    actionId: id,
    name: element.attributes.get('name') ?? '',
    ...times,
    timezone: definition.timezone,
    configuration,
    processingTimeZone: settings.processingTimeZone,
  };
  const { action, missing, failure } = await checkInputs({
    action: element,
    missing: dependencies?.pull,
    facts,
    createdTimeMs: nowMs,
    nowMs,
    latestUsesCurrentTime: settings.latestUsesCurrentTime,
    exists,
  });
  if (failure !== undefined) throw failure;
  return {
    id,
    number,
    nominalTimeMs,
    element: action,
    xml: writePrettyXml(action),
    missing,
    facts,
  };
}

/** The text that Oozie answers a dry run with. */
export function dryRunText(
  definition: CoordinatorDefinition,
  actions: readonly Pick<DryRunAction, 'xml'>[],
): string {
  const all = actions.map(({ xml }) => `action for new instance${xml}`).join('');
  return `${writePrettyXml(definition.element)}\n***actions for instance***${all}`;
}
