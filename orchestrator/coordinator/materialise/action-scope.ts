/** What the expressions of one action are evaluated with. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import type {
  ActionElContext,
  DataElContext,
  EventData,
} from '../../definition/el/coordinator-el-context.ts';
import { submissionVariables } from '../../definition/el/workflow-variables.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import { processingTimeZone } from '../time/processing-time-zone.ts';
import { requireTimeZone } from '../time/time-zone.ts';

export interface ActionFacts {
  readonly actionId: string;
  readonly name: string;
  readonly nominalTimeMs: number;
  readonly actualTimeMs: number;
  /** The coordinator's. */
  readonly timezone: string;
  readonly configuration: ReadonlyMap<string, string>;
  /** `oozie.processing.timezone` */
  readonly processingTimeZone: string;
}

/** The variables are `properties` of it. */
export function actionContext(facts: ActionFacts): ActionElContext {
  const { actionId, name, nominalTimeMs, actualTimeMs, timezone } = facts;
  return {
    actionId,
    name,
    nominalTimeMs,
    actualTimeMs,
    zone: requireTimeZone(timezone),
    properties: submissionVariables(facts.configuration),
    processing: processingTimeZone(facts.processingTimeZone),
    hadoopProperty: () => undefined,
  };
}

/** With the data that the action's XML holds. */
export function dataContext(
  facts: ActionFacts,
  action: Element,
  namedData: (name: string) => string | undefined = () => undefined,
): DataElContext {
  const inputs = eventData(child(action, 'input-events'), 'data-in');
  const outputs = eventData(child(action, 'output-events'), 'data-out');
  const hasLogic = child(action, 'input-logic') !== undefined;
  return {
    ...actionContext(facts),
    dataIn: (name) => {
      const input = inputs.get(name);
      if (input?.uris !== undefined) return input;
      const uris = namedData(name);
      if (uris !== undefined) return { uris, isUnresolved: false };
      // A part of the input logic that is not satisfied.
      return hasLogic ? { uris, isUnresolved: true } : input;
    },
    dataOut: (name) => outputs.get(name),
  };
}

function eventData(events: Element | undefined, name: string): Map<string, EventData> {
  const data = new Map<string, EventData>();
  if (events === undefined) return data;
  for (const event of childrenOf(events, name)) {
    const uris = childText(event, URIS)?.replaceAll(INSTANCE_SEPARATOR, ',');
    const isUnresolved = child(event, UNRESOLVED) !== undefined;
    data.set(event.attributes.get('name') ?? '', { uris, isUnresolved });
  }
  return data;
}

/** The element of an event that holds the URIs of its instances. */
export const URIS = 'uris';

/** The element of an event that holds the instances which are resolved late. */
export const UNRESOLVED = 'unresolved-instances';
