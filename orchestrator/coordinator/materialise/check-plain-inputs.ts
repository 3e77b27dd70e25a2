/** Inputs without logic: every one of them is needed. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import type { ActionElContext } from '../../definition/el/coordinator-el-context.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import { datasetOf } from '../definition/coordinator-from-element.ts';
import { UNRESOLVED } from './action-scope.ts';
import type { InputCheckRequest } from './input-check.ts';
import { type InputOutcome, refuseLateOutputs, withLateUris } from './input-outcome.ts';
import { findLateInstances } from './late-instances.ts';
import { splitDependencies, withMissingUris } from './missing-dependencies.ts';

export async function checkPlainInputs(
  request: InputCheckRequest,
  context: ActionElContext,
): Promise<InputOutcome> {
  const { action, missing = '', exists } = request;
  const { uris, late } = splitDependencies(missing);
  let found = 0;
  for (const uri of uris) {
    if (!(await exists(uri))) break;
    found++;
  }
  const left = uris.slice(found);
  if (left.length > 0) return { isMet: false, missing: withMissingUris(left, late), action };
  refuseLateOutputs(action);
  if (late === '') return { isMet: true, missing: '', action };
  const lateUris = await findAllLate(request, context);
  if (lateUris === undefined) return { isMet: false, missing: withMissingUris([], late), action };
  return { isMet: true, missing: '', action: withLateUris(action, lateUris) };
}

/** By the names of events; undefined as soon as one is not complete. */
async function findAllLate(
  request: InputCheckRequest,
  context: ActionElContext,
): Promise<Map<string, string> | undefined> {
  const lateUris = new Map<string, string>();
  for (const event of inputsOf(request.action)) {
    const texts = childText(event, UNRESOLVED)?.split(INSTANCE_SEPARATOR);
    if (texts === undefined) continue;
    const uris: string[] = [];
    for (const text of texts) {
      const answer = await findLateInstances(text, lateQuestion(event, request, context));
      if (!answer.isResolved) return undefined;
      uris.push(...answer.uris);
    }
    lateUris.set(event.attributes.get('name') ?? '', uris.join(INSTANCE_SEPARATOR));
  }
  return lateUris;
}

function inputsOf(action: Element): Element[] {
  const events = child(action, 'input-events');
  return events === undefined ? [] : childrenOf(events, 'data-in');
}

export function lateQuestion(
  event: Element,
  { latestUsesCurrentTime, nowMs, exists }: InputCheckRequest,
  { processing, properties, nominalTimeMs, actualTimeMs }: ActionElContext,
) {
  const dataset = datasetOf(event, processing);
  const latestFromMs = latestUsesCurrentTime ? nowMs : actualTimeMs;
  return { dataset, nominalTimeMs, latestFromMs, processing, properties, exists };
}
