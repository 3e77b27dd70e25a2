/** The lists of what an action waits for, as texts: Oozie stores and shows them so. */

import { inHashOrder } from '../../../base/hash-order.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import type { MaterialisedEvent } from './materialise-event.ts';
import type { MissingDependencies } from './materialised-action.ts';

/** Parts what is asked for from what is resolved late, and the late ones from one another. */
const LATE_SEPARATOR = '!!';

/** The URIs of all inputs in order, then what is resolved late, input by input. */
export function joinDependencies(
  inputs: readonly Pick<MaterialisedEvent, 'dependencies' | 'unresolved'>[],
): MissingDependencies {
  const uris = inputs.flatMap(({ dependencies }) => dependencies).join(INSTANCE_SEPARATOR);
  const late = inputs.map(({ unresolved }) => unresolved).filter((text) => text !== '');
  return { pull: [uris, ...late].join(LATE_SEPARATOR), push: '' };
}

type NamedEvent = Pick<MaterialisedEvent, 'element' | 'dependencies' | 'unresolved'>;

/** Those of an action with input logic: Oozie lists them in another way. */
export function joinLogicalDependencies(inputs: readonly NamedEvent[]): MissingDependencies {
  const byName = new Map(inputs.map((one) => [one.element.attributes.get('name') ?? '', one]));
  const ordered = inHashOrder([...byName.keys()]).map((name) => byName.get(name) as NamedEvent);
  const uris = ordered.flatMap(({ dependencies }) => dependencies);
  const late = ordered.map(({ unresolved }) => unresolved).filter((text) => text !== '');
  return { pull: writeLogicalList(uris, late), push: '' };
}

/** Each URI ends with the separator. */
export function writeLogicalList(uris: readonly string[], late: readonly string[]): string {
  const list = uris.map((uri) => uri + INSTANCE_SEPARATOR).join('');
  return late.length === 0 ? list : list + LATE_SEPARATOR + late.join(INSTANCE_SEPARATOR);
}

export interface SplitDependencies {
  readonly uris: readonly string[];
  /** With the separators that part them; empty if nothing is resolved late. */
  readonly late: string;
}

export function splitDependencies(pull: string): SplitDependencies {
  const at = pull.indexOf(LATE_SEPARATOR);
  const list = at === -1 ? pull : pull.slice(0, at);
  const late = at === -1 ? '' : pull.slice(at + LATE_SEPARATOR.length);
  return { uris: list.split(INSTANCE_SEPARATOR).filter((uri) => uri !== ''), late };
}

/** The list with the URIs that are still missing. */
export function withMissingUris(uris: readonly string[], late: string): string {
  const list = uris.join(INSTANCE_SEPARATOR);
  return late === '' ? list : list + LATE_SEPARATOR + late;
}
