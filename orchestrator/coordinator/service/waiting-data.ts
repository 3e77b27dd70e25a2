/** What an action waits for, by the events that ask for it. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import type { WaitingAction } from '../coordinator-service.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import { uriWithDoneFlag } from '../dataset/uri-template.ts';
import { UNRESOLVED, URIS } from '../materialise/action-scope.ts';
import { splitDependencies } from '../materialise/missing-dependencies.ts';

const DONE_FLAG_DEFAULT = '_SUCCESS';

/** @param missing see `MissingDependencies.pull` */
export function waitingAction(number: number, action: Element, missing: string): WaitingAction {
  const { uris, late } = splitDependencies(missing);
  const asked = new Set(uris);
  const inputs = child(action, 'input-events');
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
