/** What is known of the inputs of an action with input logic: it changes while it is looked at. */
import {
  child,
  childrenOf,
  childText,
  type Element,
} from '../../../../actions/contract/element.ts';
import { INSTANCE_SEPARATOR } from '../../dataset/instance-functions.ts';
import { uriWithDoneFlag } from '../../dataset/uri-template.ts';
import { datasetOf } from '../../definition/coordinator-from-element.ts';
import type { ProcessingTimeZone } from '../../time/processing-time-zone.ts';
import { UNRESOLVED, URIS } from '../action-scope.ts';

export interface InputUri {
  readonly uri: string;
  readonly withDoneFlag: string;
  isAvailable: boolean;
}

export interface InputState {
  readonly event: Element;
  readonly uris: readonly InputUri[];
  /** Instances that are resolved late. */
  readonly late: readonly string[];
  /** What became of them, once they are resolved. */
  lateUris: readonly string[] | undefined;
}

export type InputStates = ReadonlyMap<string, InputState>;

/** @param missing the URIs that were not there when the inputs were last looked at */
export function readInputStates(
  action: Element,
  missing: ReadonlySet<string>,
  processing: ProcessingTimeZone,
): InputStates {
  const events = child(action, 'input-events');
  const inputs = events === undefined ? [] : childrenOf(events, 'data-in');
  return new Map(
    inputs.map((event) => {
      const { doneFlag } = datasetOf(event, processing);
      const uris = splitList(childText(event, URIS)).map((uri) => {
        const withDoneFlag = uriWithDoneFlag(uri, doneFlag);
        return { uri, withDoneFlag, isAvailable: !missing.has(withDoneFlag) };
      });
      const late = splitList(childText(event, UNRESOLVED));
      const name = event.attributes.get('name') ?? '';
      return [name, { event, uris, late, lateUris: undefined }] as const;
    }),
  );
}

export function splitList(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(INSTANCE_SEPARATOR);
}
