/** Makes one action of a coordinator: its XML, and what it waits for. */
import { child, type Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { DataElContext } from '../../definition/el/coordinator-el-context.ts';
import { actionSlaPhase, actionStartPhase } from '../../definition/el/coordinator-phases.ts';
import { writePrettyXml } from '../../definition/xml/write-xml.ts';
import {
  mapChildren,
  mapPath,
  withAttributes,
  withChildren,
  withoutAttributes,
  withText,
} from '../definition/edit-element.ts';
import { evaluateAndWrap } from '../definition/evaluate-and-wrap.ts';
import { formatOozieTime } from '../time/oozie-time.ts';
import { type ActionFacts, actionContext, dataContext } from './action-scope.ts';
import { dataErrorText } from './data-error.ts';
import { type MaterialisedEvent, materialiseEvent } from './materialise-event.ts';
import type { MaterialisationRequest, MaterialisedAction } from './materialised-action.ts';
import { joinDependencies, joinLogicalDependencies } from './missing-dependencies.ts';

/**
 * Oozie's CoordCommandUtils.materializeOneInstance. The values of the workflow's configuration stay
 * as they are written until the action's data exist.
 * @throws HowdahError E1012, its cause the error that was met: the job has failed
 */
export function materialiseAction(request: MaterialisationRequest): MaterialisedAction {
  try {
    return materialise(request);
  } catch (cause) {
    if (!(cause instanceof HowdahError) || cause.code === 'E1012') throw cause;
    const { position, mend } = cause;
    throw new HowdahError('E1012', [dataErrorText(cause)], { cause, position, mend });
  }
}

function materialise(request: MaterialisationRequest): MaterialisedAction {
  const { definition } = request;
  const facts = factsOf(request);
  const context = actionContext(facts);
  const inputs: MaterialisedEvent[] = [];
  const withInputs = mapPath(definition.element, ['input-events', 'data-in'], (event) => {
    const input = materialiseEvent(event, context);
    inputs.push(input);
    return input.element;
  });
  const withLogic = mapChildren(withInputs, 'input-logic', (logic) =>
    evaluateLogic(logic, dataContext(facts, withInputs)),
  );
  const withOutputs = mapPath(
    withLogic,
    ['output-events', 'data-out'],
    (event) => materialiseEvent(event, context).element,
  );
  const numbered = withAttributes(withoutAttributes(withOutputs, ['start', 'end']), {
    'instance-number': String(request.actionNumber),
    'action-nominal-time': formatOozieTime(request.nominalTimeMs, context.processing),
    'action-actual-time': formatOozieTime(request.actualTimeMs, context.processing),
  });
  const element = evaluateSla(numbered, dataContext(facts, numbered));
  const action = child(element, 'action');
  const hasInputs = child(definition.element, 'input-events') !== undefined;
  const hasLogic = child(definition.element, 'input-logic') !== undefined;
  const join = hasLogic ? joinLogicalDependencies : joinDependencies;
  return {
    element,
    xml: writePrettyXml(element),
    dependencies: hasInputs ? join(inputs) : undefined,
    sla: action && child(action, 'info'),
  };
}

function factsOf({ definition, settings, ...request }: MaterialisationRequest): ActionFacts {
  const { actionId, nominalTimeMs, actualTimeMs, configuration } = request;
  return {
    actionId,
    nominalTimeMs,
    actualTimeMs,
    configuration,
    // As it is written: Oozie evaluates it for the job, but not for its actions.
    name: definition.element.attributes.get('name') ?? '',
    timezone: definition.timezone,
    processingTimeZone: settings.processingTimeZone,
  };
}

const logicAttributes = ['dataset', 'name', 'min', 'wait'];

function evaluateLogic(logic: Element, context: DataElContext): Element {
  return withChildren(
    logic,
    logic.children.map((one) => {
      const values: Record<string, string> = {};
      for (const name of logicAttributes) {
        const text = one.attributes.get(name);
        if (text === undefined) continue;
        values[name] = evaluateAndWrap(text.trim(), actionStartPhase, context, context.properties);
      }
      return evaluateLogic(withAttributes(one, values), context);
    }),
  );
}

function evaluateSla(action: Element, context: DataElContext): Element {
  return mapPath(action, ['action', 'info'], (info) =>
    withChildren(
      info,
      info.children.map((element) => {
        const text = element.text.trim();
        return withText(
          element,
          evaluateAndWrap(text, actionSlaPhase, context, context.properties),
        );
      }),
    ),
  );
}
