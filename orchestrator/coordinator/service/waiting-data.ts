/** What an action waits for, by the events that ask for it. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import { inHashOrder } from '../../../base/hash-order.ts';
import type { WaitingAction } from '../coordinator-service.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import { uriWithDoneFlag } from '../dataset/uri-template.ts';
import { UNRESOLVED, URIS } from '../materialise/action-scope.ts';
import { splitList } from '../materialise/input-logic/input-state.ts';
import { splitDependencies } from '../materialise/missing-dependencies.ts';

const DONE_FLAG_DEFAULT = '_SUCCESS';

/** @param missing see `MissingDependencies.pull` */
export function waitingAction(number: number, action: Element, missing: string): WaitingAction {
  const { uris, late } = splitDependencies(missing);
  const asked = new Set(uris);
  const inputs = child(action, 'input-events');
  if (child(action, 'input-logic') !== undefined) return waitingForLogic(number, inputs, asked);
  const datasets = (inputs === undefined ? [] : childrenOf(inputs, 'data-in')).map((event) => ({
    name: event.attributes.get('name') ?? '',
    missing: [...missingUris(event, asked), ...(late === '' ? [] : lateInstances(event))],
  }));
  return {
    number,
    blockedOn: uris[0] ?? '',
    datasets: datasets.filter((dataset) => dataset.missing.length > 0),
  };
}

/** Oozie does not say which of them comes first, and names what is resolved late as it stands. */
function waitingForLogic(
  number: number,
  inputs: Element | undefined,
  asked: ReadonlySet<string>,
): WaitingAction {
  const events = inputs === undefined ? [] : childrenOf(inputs, 'data-in');
  const byName = new Map(events.map((event) => [event.attributes.get('name') ?? '', event]));
  const datasets = inHashOrder([...byName.keys()]).map((name) => {
    const event = byName.get(name) as Element;
    const late = splitList(childText(event, UNRESOLVED));
    return { name, missing: late.length > 0 ? late : missingUris(event, asked) };
  });
  return {
    number,
    blockedOn: null,
    datasets: datasets.filter((dataset) => dataset.missing.length > 0),
  };
}

function missingUris(event: Element, asked: ReadonlySet<string>): string[] {
  const dataset = child(event, 'dataset');
  const doneFlag =
    dataset === undefined ? '' : (childText(dataset, 'done-flag') ?? DONE_FLAG_DEFAULT);
  const uris = childText(event, URIS)?.split(INSTANCE_SEPARATOR) ?? [];
  return uris.map((uri) => uriWithDoneFlag(uri, doneFlag)).filter((uri) => asked.has(uri));
}

function lateInstances(event: Element): string[] {
  const dataset = child(event, 'dataset');
  const template = dataset === undefined ? '' : (childText(dataset, 'uri-template') ?? '');
  const texts = childText(event, UNRESOLVED)?.split(INSTANCE_SEPARATOR) ?? [];
  return texts.map((text) => `${text} -> ${template}`);
}
