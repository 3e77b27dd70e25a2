/** Inputs with logic: what is needed is what the logic says. */
import type { Element } from '../../../actions/contract/element.ts';
import { inHashOrder } from '../../../base/hash-order.ts';
import type { ActionElContext } from '../../definition/el/coordinator-el-context.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import { MINUTE_MS } from '../time/java-calendar.ts';
import { lateQuestion } from './check-plain-inputs.ts';
import type { InputCheckRequest } from './input-check.ts';
import { evaluateLogic, type LogicPort } from './input-logic/evaluate-logic.ts';
import { type InputState, type InputStates, readInputStates } from './input-logic/input-state.ts';
import { findNamedLogic, readInputLogic } from './input-logic/logic-node.ts';
import { availableUris } from './input-logic/named-data.ts';
import { type InputOutcome, refuseLateOutputs, withLateUris } from './input-outcome.ts';
import { findLateInstances } from './late-instances.ts';
import { splitDependencies, writeLogicalList } from './missing-dependencies.ts';

export async function checkLogicalInputs(
  request: InputCheckRequest,
  logic: Element,
  context: ActionElContext,
): Promise<InputOutcome> {
  const { action, missing = '' } = request;
  const { uris } = splitDependencies(missing);
  const inputs = readInputStates(action, new Set(uris), context.processing);
  const node = readInputLogic(logic);
  const firstRound = logicPort(request, inputs);
  let { status } = await evaluateLogic(node, firstRound);
  const hasLate = [...inputs.values()].some(({ late }) => late.length > 0);
  if (hasLate && (status === 'true' || status === 'late')) {
    refuseLateOutputs(action);
    const findLate: LogicPort['findLate'] = (input, text) =>
      findLateInstances(text, lateQuestion(input.event, request, context));
    ({ status } = await evaluateLogic(node, { ...firstRound, findLate }));
  }
  const left = listMissing(inputs);
  if (status !== 'true') return { isMet: false, missing: left, action };
  const namedData = (name: string) => {
    const named = findNamedLogic(logic, name);
    return named && availableUris(named, inputs)?.join(',');
  };
  return {
    isMet: true,
    missing: left,
    action: withLateUris(action, lateUrisOf(inputs)),
    namedData,
  };
}

function logicPort(request: InputCheckRequest, inputs: InputStates): LogicPort {
  const { facts, createdTimeMs, nowMs, exists } = request;
  const waitedMs = nowMs - Math.max(facts.nominalTimeMs, createdTimeMs);
  return {
    inputs,
    exists,
    findLate: undefined,
    isWaitOver: (waitMinutes) => waitMinutes <= Math.floor(waitedMs / MINUTE_MS),
  };
}

function listMissing(inputs: InputStates): string {
  const all = inHashOrder([...inputs.keys()]).map((name) => inputs.get(name) as InputState);
  const uris = all.flatMap((input) =>
    input.uris.filter((one) => !one.isAvailable).map((one) => one.withDoneFlag),
  );
  const late = all.filter((input) => input.lateUris === undefined).flatMap((input) => input.late);
  return writeLogicalList(uris, late);
}

function lateUrisOf(inputs: InputStates): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, { lateUris }] of inputs) {
    if (lateUris !== undefined) found.set(name, lateUris.join(INSTANCE_SEPARATOR));
  }
  return found;
}
