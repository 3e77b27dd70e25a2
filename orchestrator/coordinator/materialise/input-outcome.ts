/** What a look at an action's inputs gives, before its configuration is evaluated. */
import { child, childrenOf, type Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { mapPath, newChild, withChildren } from '../definition/edit-element.ts';
import { UNRESOLVED, URIS } from './action-scope.ts';

export interface InputOutcome {
  readonly isMet: boolean;
  readonly missing: string;
  readonly action: Element;
  /** The URIs of what input logic names, by its names; undefined for a name that it has not. */
  readonly namedData?: ((name: string) => string | undefined) | undefined;
}

/**
 * The action with the late instances of its inputs replaced by the URIs that were found for them,
 * which come before those that were known.
 */
export function withLateUris(action: Element, lateUris: ReadonlyMap<string, string>): Element {
  return mapPath(action, ['input-events', 'data-in'], (event) => {
    const found = lateUris.get(event.attributes.get('name') ?? '');
    if (found === undefined) return event;
    const known = child(event, URIS)?.text.trim();
    const uris = known === undefined ? found : `${found}#${known}`;
    const rest = event.children.filter(({ name }) => name !== URIS && name !== UNRESOLVED);
    return withChildren(event, [newChild(event, URIS, uris), ...rest]);
  });
}

/** Outputs are written, not looked for. @throws HowdahError E1006 */
export function refuseLateOutputs(action: Element): void {
  const outputs = child(action, 'output-events');
  for (const event of outputs === undefined ? [] : childrenOf(outputs, 'data-out')) {
    if (child(event, UNRESOLVED) === undefined) continue;
    const found = ['coord:latest()/future()', ' not permitted in output-event '];
    throw new HowdahError('E1006', found, {
      position: event.position,
      mend: 'write coord:current for outputs',
    });
  }
}
