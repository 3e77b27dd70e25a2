/** Fills an event with the URIs of its instances. */
import type { Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionElContext } from '../../definition/el/coordinator-el-context.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import { InstanceGrid } from '../dataset/instance-grid.ts';
import { uriOfInstance, uriWithDoneFlag } from '../dataset/uri-template.ts';
import { datasetOf } from '../definition/coordinator-from-element.ts';
import { newChild, withChildren } from '../definition/edit-element.ts';
import { parseOozieTime } from '../time/oozie-time.ts';
import { UNRESOLVED, URIS } from './action-scope.ts';
import { dataError } from './data-error.ts';
import { eventInstances } from './event-instances.ts';
import { isLate } from './instance-text.ts';

export interface MaterialisedEvent {
  /** With `uris` and `unresolved-instances` in the place of its instances. */
  readonly element: Element;
  /** What must exist before the event is complete, in order. */
  readonly dependencies: readonly string[];
  /** Instances that are resolved late, joined by `#`; empty if there are none. */
  readonly unresolved: string;
}

/** @throws HowdahError E0902, E1004, E1010, E1012 */
export function materialiseEvent(event: Element, action: ActionElContext): MaterialisedEvent {
  const dataset = datasetOf(event, action.processing);
  const context = { ...action, grid: new InstanceGrid(dataset), isEchoed: false };
  const instances = eventInstances(event, context)
    .split(INSTANCE_SEPARATOR)
    .filter((instance) => instance.trim() !== '');
  const unresolved = instances.filter(isLate).join(INSTANCE_SEPARATOR);
  const uris = instances
    .filter((instance) => !isLate(instance))
    .map((instance) => uriOf(instance, dataset.uriTemplate, action))
    // A template may be empty; then there is nothing to look for.
    .filter((uri) => uri !== '');
  const rest = event.children.filter(({ name }) => !instanceElements.has(name));
  const added = [
    ...(unresolved === '' ? [] : [newChild(event, UNRESOLVED, unresolved)]),
    ...(uris.length === 0 ? [] : [newChild(event, URIS, uris.join(INSTANCE_SEPARATOR))]),
  ];
  return {
    element: withChildren(event, [...added, ...rest]),
    dependencies: uris.map((uri) => uriWithDoneFlag(uri, dataset.doneFlag)),
    unresolved,
  };
}

const instanceElements = new Set(['instance', 'start-instance', 'end-instance']);

function uriOf(instance: string, template: string, { processing }: ActionElContext): string {
  const parsed = parseOozieTime(instance, processing);
  if (!('timeMs' in parsed)) {
    throw dataError(parsed.message, 'the instance is no time, and no function of one instance');
  }
  const uri = uriOfInstance(template, parsed.timeMs, processing);
  const illegal = uri.search(/[\s"<>\\^`{|}[\]]/);
  if (illegal === -1) return uri;
  const found = `Illegal character in path at index ${illegal}: ${uri}`;
  throw new HowdahError('E0902', [`java.net.URISyntaxException: ${found}`], {
    mend: 'write it as % and two digits',
  });
}
